import { Outlet, useParams } from 'react-router'
import { ConnectionGate } from '../connections/ConnectionGate.tsx'
import { useRepositoryName } from '../github/useRepositoryName.ts'
import { usePageTitle } from '../shell/usePageTitle.ts'
import { TasksPanel } from '../tasks/TasksPanel.tsx'
import styles from './BoardPage.module.css'
import { IssueBoard } from './IssueBoard.tsx'
import { useTasksPanel } from './useTasksPanel.ts'

/** A repository's issues on a board, the person's tasks beside them, an issue opened over both. */
export function BoardPage(): React.JSX.Element {
  const repository = useRepositoryName()
  const tasksPanel = useTasksPanel()
  const { number } = useParams()
  const place = `${repository.owner}/${repository.name}`
  usePageTitle(number ? `#${number} · ${place}` : place)

  return (
    <div className={styles.page} data-fills-window>
      <section className={styles.board} aria-label="Board">
        <h1 className="visually-hidden">{place}</h1>
        <ConnectionGate provider="github">
          <IssueBoard repository={repository} tasksPanel={tasksPanel} />
          <Outlet />
        </ConnectionGate>
      </section>
      <TasksPanel isOpen={tasksPanel.isOpen} />
    </div>
  )
}
