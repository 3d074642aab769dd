import { Circle, CircleCheck, CircleDotDashed, Ellipsis } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { IconButton } from '../../ui/IconButton.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { Popover } from '../../ui/Popover.tsx'
import type { Issue } from '../github/issue.ts'
import { COLUMNS, columnOf } from './columns.ts'
import styles from './MoveMenu.module.css'
import type { MoveIssue } from './useMoveIssue.ts'

const ICONS = { todo: Circle, progress: CircleDotDashed, done: CircleCheck }

interface MoveMenuProps {
  issue: Issue
  hasFocus: boolean
  moveIssue: MoveIssue
}

/** The way to move a card without dragging it. */
export function MoveMenu({ issue, hasFocus, moveIssue }: MoveMenuProps): React.JSX.Element {
  const corner = useRef<HTMLDivElement>(null)
  const current = columnOf(issue)

  // The card is drawn anew in its new column, where its old button's focus would be lost.
  useEffect(() => {
    if (hasFocus) corner.current?.querySelector('button')?.focus()
  }, [hasFocus])

  return (
    <div ref={corner} className={styles.corner}>
      <Popover
        label={`Move #${issue.number} to`}
        trigger={(trigger) => (
          <IconButton label={`Move #${issue.number} to…`} className={styles.button} {...trigger}>
            <Ellipsis size={15} aria-hidden />
          </IconButton>
        )}
      >
        {(close) => (
          <Menu
            label={`Move #${issue.number} to`}
            close={close}
            items={COLUMNS.map(({ id, title }) => {
              const Icon = ICONS[id]
              return {
                label: title,
                icon: <Icon size={15} aria-hidden />,
                isCurrent: id === current,
                onSelect: () => moveIssue(issue, id),
              }
            })}
          />
        )}
      </Popover>
    </div>
  )
}
