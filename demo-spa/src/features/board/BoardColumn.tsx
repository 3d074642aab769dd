import { useDroppable } from '@dnd-kit/core'
import { useId } from 'react'
import { Button } from '../../ui/Button.tsx'
import { classNames } from '../../ui/class-names.ts'
import type { Issue } from '../github/issue.ts'
import styles from './BoardColumn.module.css'
import { ColumnIcon } from './ColumnIcon.tsx'
import type { Column } from './columns.ts'
import { DraggableCard } from './DraggableCard.tsx'
import type { Arrival } from './useArrival.ts'
import type { MoreIssues } from './useBoardIssues.ts'
import type { MoveIssue } from './useMoveIssue.ts'

interface BoardColumnProps {
  column: Column
  issues: readonly Issue[]
  more: MoreIssues
  /** The card being dragged comes from here. */
  isOrigin: boolean
  takeArrival: Arrival['take']
  moveIssue: MoveIssue
}

/** One column: a place to drop cards, and the list of those in it. */
export function BoardColumn(props: BoardColumnProps): React.JSX.Element {
  const { id, title } = props.column
  const { issues, more } = props
  const { setNodeRef, isOver } = useDroppable({ id })
  const titleId = useId()

  return (
    <section
      ref={setNodeRef}
      aria-labelledby={titleId}
      className={classNames(styles.column, isOver && !props.isOrigin && styles.target)}
    >
      <header className={styles.header}>
        <ColumnIcon column={id} />
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
              takeArrival={props.takeArrival}
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
