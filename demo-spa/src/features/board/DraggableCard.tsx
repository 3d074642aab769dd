import { useDraggable } from '@dnd-kit/core'
import { GripVertical } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { classNames } from '../../ui/class-names.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import type { Issue } from '../github/issue.ts'
import styles from './DraggableCard.module.css'
import { IssueCard } from './IssueCard.tsx'
import { MoveMenu } from './MoveMenu.tsx'
import type { Arrival } from './useArrival.ts'
import type { MoveIssue } from './useMoveIssue.ts'

interface DraggableCardProps {
  issue: Issue
  takeArrival: Arrival['take']
  moveIssue: MoveIssue
}

/**
 * A card that can be moved: dragged anywhere with mouse or finger, by its handle with the keyboard, or by its menu.
 *
 * The menu is outside the element that listens for drags, so that pressing in it never lifts the card.
 */
export function DraggableCard({ issue, takeArrival, moveIssue }: DraggableCardProps): React.JSX.Element {
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, isDragging } = useDraggable({
    id: issue.number,
    data: { issue },
  })
  const handle = useRef<HTMLButtonElement>(null)
  const menuButton = useRef<HTMLButtonElement>(null)

  useEffect(() => {
    const control = takeArrival(issue.number)
    if (control) (control === 'menu' ? menuButton : handle).current?.focus()
  }, [takeArrival, issue.number])

  return (
    <li className={classNames(styles.item, isDragging && styles.dragging)}>
      <div ref={setNodeRef} {...listeners}>
        <IssueCard
          issue={issue}
          handle={
            <IconButton
              ref={(button) => {
                handle.current = button
                setActivatorNodeRef(button)
              }}
              {...attributes}
              label={`Drag #${issue.number}`}
              className={styles.handle}
            >
              <GripVertical size={14} aria-hidden />
            </IconButton>
          }
        />
      </div>
      <MoveMenu issue={issue} buttonRef={menuButton} moveIssue={moveIssue} />
    </li>
  )
}
