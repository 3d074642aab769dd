import { ListTodo } from 'lucide-react'
import { ConnectionGate } from '../connections/ConnectionGate.tsx'
import { TaskList } from './TaskList.tsx'
import styles from './TasksPanel.module.css'

/** The person's Google tasks beside the board. */
export function TasksPanel({ isOpen }: { isOpen: boolean }): React.JSX.Element | null {
  if (!isOpen) return null
  return (
    <aside className={styles.panel} aria-label="My tasks">
      <header className={styles.header}>
        <ListTodo size={15} aria-hidden />
        <h2 className={styles.title}>My tasks</h2>
      </header>
      <ConnectionGate provider="google" headingLevel={3}>
        <TaskList />
      </ConnectionGate>
    </aside>
  )
}
