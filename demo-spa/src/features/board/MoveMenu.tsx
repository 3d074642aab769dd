import { Ellipsis } from 'lucide-react'
import type { RefObject } from 'react'
import { IconButton } from '../../ui/IconButton.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { Popover } from '../../ui/Popover.tsx'
import type { Issue } from '../github/issue.ts'
import { ColumnIcon } from './ColumnIcon.tsx'
import { COLUMNS, columnOf } from './columns.ts'
import styles from './MoveMenu.module.css'
import type { MoveIssue } from './useMoveIssue.ts'

interface MoveMenuProps {
  issue: Issue
  buttonRef: RefObject<HTMLButtonElement | null>
  moveIssue: MoveIssue
}

/** The way to move a card without dragging it. */
export function MoveMenu({ issue, buttonRef, moveIssue }: MoveMenuProps): React.JSX.Element {
  const label = `Move #${issue.number} to…`
  return (
    <div className={styles.corner}>
      <Popover
        label={label}
        buttonRef={buttonRef}
        trigger={(trigger) => (
          <IconButton label={label} className={styles.button} {...trigger}>
            <Ellipsis size={15} aria-hidden />
          </IconButton>
        )}
      >
        {(close) => (
          <Menu
            label={label}
            close={close}
            items={COLUMNS.map(({ id, title }) => ({
              label: title,
              icon: <ColumnIcon column={id} />,
              isCurrent: id === columnOf(issue),
              onSelect: () => moveIssue(issue, id),
            }))}
          />
        )}
      </Popover>
    </div>
  )
}
