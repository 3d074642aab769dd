import { useDraggable } from '@dnd-kit/core'
import { GripVertical } from 'lucide-react'
import { classNames } from '../../ui/class-names.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import type { Issue } from '../github/issue.ts'
import styles from './DraggableCard.module.css'
import { IssueCard } from './IssueCard.tsx'
import { MoveMenu } from './MoveMenu.tsx'
import type { MoveIssue } from './useMoveIssue.ts'

interface DraggableCardProps {
  issue: Issue
  /** The person moved this card by its menu: the focus follows it to its new column. */
  hasFocus: boolean
  moveIssue: MoveIssue
}

/**
 * A card that can be moved: dragged anywhere with mouse or finger, by its handle with the keyboard, or by its menu.
 *
 * The menu is outside the element that listens for drags, so that pressing in it never lifts the card.
 */
export function DraggableCard({ issue, hasFocus, moveIssue }: DraggableCardProps): React.JSX.Element {
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, isDragging } = useDraggable({
    id: issue.number,
    data: { issue },
  })

  return (
    <li className={classNames(styles.item, isDragging && styles.dragging)}>
      <div ref={setNodeRef} {...listeners}>
        <IssueCard
          issue={issue}
          handle={
            <IconButton
              ref={setActivatorNodeRef}
              {...attributes}
              label={`Drag #${issue.number}`}
              className={styles.handle}
            >
              <GripVertical size={14} aria-hidden />
            </IconButton>
          }
        />
      </div>
      <MoveMenu issue={issue} hasFocus={hasFocus} moveIssue={moveIssue} />
    </li>
  )
}
