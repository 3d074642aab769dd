import { DndContext, type DragEndEvent, DragOverlay } from '@dnd-kit/core'
import { useState } from 'react'
import type { Issue } from '../github/issue.ts'
import type { RepositoryName } from '../github/repository.ts'
import { BoardColumn } from './BoardColumn.tsx'
import styles from './BoardColumns.module.css'
import { COLUMNS, type ColumnId, columnOf, groupByColumn } from './columns.ts'
import { ANNOUNCEMENTS, collideWithColumn, draggedIssue, INSTRUCTIONS, useBoardSensors } from './drag.ts'
import { IssueCard } from './IssueCard.tsx'
import { useArrival } from './useArrival.ts'
import type { BoardIssues } from './useBoardIssues.ts'
import { useMoveIssue } from './useMoveIssue.ts'

const ACCESSIBILITY = { announcements: ANNOUNCEMENTS, screenReaderInstructions: INSTRUCTIONS }

interface BoardColumnsProps {
  repository: RepositoryName
  /** What to show: the board's issues, filtered. */
  issues: readonly Issue[]
  board: Pick<BoardIssues, 'open' | 'closed'>
}

/** The three columns; cards move by mouse, by touch, by keyboard and by their menu. */
export function BoardColumns({ repository, issues, board }: BoardColumnsProps): React.JSX.Element {
  const sensors = useBoardSensors()
  const moveIssue = useMoveIssue(repository)
  const arrival = useArrival()
  const [dragged, setDragged] = useState<Issue | null>(null)
  const groups = groupByColumn(issues)

  function dropIssue({ active, over, activatorEvent }: DragEndEvent): void {
    const issue = draggedIssue(active)
    setDragged(null)
    if (!issue || !over) return
    if (activatorEvent instanceof KeyboardEvent) arrival.announce(issue.number, 'handle')
    moveIssue(issue, over.id as ColumnId)
  }

  function moveFromMenu(issue: Issue, to: ColumnId): void {
    arrival.announce(issue.number, 'menu')
    moveIssue(issue, to)
  }

  return (
    <DndContext
      sensors={sensors}
      collisionDetection={collideWithColumn}
      accessibility={ACCESSIBILITY}
      onDragStart={({ active }) => setDragged(draggedIssue(active))}
      onDragEnd={dropIssue}
      onDragCancel={() => setDragged(null)}
    >
      <div className={styles.columns}>
        {COLUMNS.map((column) => (
          <BoardColumn
            key={column.id}
            column={column}
            issues={groups[column.id]}
            more={column.id === 'done' ? board.closed : board.open}
            isOrigin={dragged !== null && columnOf(dragged) === column.id}
            takeArrival={arrival.take}
            moveIssue={moveFromMenu}
          />
        ))}
      </div>
      {/* The dropped card is already in its new place: nothing to animate back to. */}
      <DragOverlay dropAnimation={null}>{dragged && <IssueCard issue={dragged} isLifted />}</DragOverlay>
    </DndContext>
  )
}
