import { ListTodo, Plus } from 'lucide-react'
import { Button } from '../../ui/Button.tsx'
import type { Issue } from '../github/issue.ts'
import { BoardFilters } from './BoardFilters.tsx'
import styles from './BoardToolbar.module.css'
import type { TasksPanelState } from './useTasksPanel.ts'

interface BoardToolbarProps {
  issues: readonly Issue[]
  tasksPanel: TasksPanelState
  createIssue: () => void
}

/** What one can do on the board, above it. */
export function BoardToolbar({ issues, tasksPanel, createIssue }: BoardToolbarProps): React.JSX.Element {
  return (
    <div className={styles.toolbar}>
      <BoardFilters issues={issues} />
      <div className={styles.actions}>
        <Button onClick={tasksPanel.toggle} aria-pressed={tasksPanel.isOpen}>
          <ListTodo size={15} aria-hidden />
          Tasks
        </Button>
        <Button variant="primary" onClick={createIssue}>
          <Plus size={15} aria-hidden />
          New issue
        </Button>
      </div>
    </div>
  )
}
