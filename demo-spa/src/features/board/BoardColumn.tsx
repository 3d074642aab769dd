import { useDroppable } from '@dnd-kit/core'
import { Circle, CircleCheck, CircleDotDashed } from 'lucide-react'
import { useId } from 'react'
import { Button } from '../../ui/Button.tsx'
import { classNames } from '../../ui/class-names.ts'
import type { Issue } from '../github/issue.ts'
import styles from './BoardColumn.module.css'
import type { ColumnId } from './columns.ts'
import { DraggableCard } from './DraggableCard.tsx'
import type { MoreIssues } from './useBoardIssues.ts'
import type { MoveIssue } from './useMoveIssue.ts'

interface BoardColumnProps {
  id: ColumnId
  title: string
  issues: readonly Issue[]
  more: MoreIssues
  /** The issue whose card takes the focus when it arrives here. */
  focusedNumber: number | null
  /** The card being dragged comes from here. */
  isOrigin: boolean
  moveIssue: MoveIssue
}

const ICONS = { todo: Circle, progress: CircleDotDashed, done: CircleCheck }

/** One column: a place to drop cards, and the list of those in it. */
export function BoardColumn(props: BoardColumnProps): React.JSX.Element {
  const { id, title, issues, more, isOrigin } = props
  const { setNodeRef, isOver } = useDroppable({ id })
  const titleId = useId()
  const Icon = ICONS[id]

  return (
    <section
      ref={setNodeRef}
      aria-labelledby={titleId}
      className={classNames(styles.column, isOver && !isOrigin && styles.target)}
    >
      <header className={styles.header}>
        <Icon size={15} className={styles[id]} aria-hidden />
        <h2 id={titleId} className={styles.title}>
          {title}
        </h2>
        <span className={styles.count}>
          {issues.length}
          {more.hasMore && '+'}
          <span className="visually-hidden"> issues</span>
        </span>
      </header>
      <div className={styles.cards}>
        {issues.length === 0 && <p className={styles.empty}>Nothing here. Drop an issue to move it.</p>}
        <ul className={styles.list}>
          {issues.map((issue) => (
            <DraggableCard
              key={issue.number}
              issue={issue}
              hasFocus={issue.number === props.focusedNumber}
              moveIssue={props.moveIssue}
            />
          ))}
        </ul>
        {more.hasMore && id !== 'progress' && (
          <Button variant="ghost" className={styles.more} onClick={more.load} isBusy={more.isLoading}>
            Load more {id === 'done' ? 'closed' : 'open'} issues
          </Button>
        )}
      </div>
    </section>
  )
}
