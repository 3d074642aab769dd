import { Circle, CircleCheck, CircleDotDashed } from 'lucide-react'
import { columnOf, columnTitle } from '../board/columns.ts'
import type { Issue } from '../github/issue.ts'
import styles from './IssueStatePill.module.css'

const ICONS = { todo: Circle, progress: CircleDotDashed, done: CircleCheck }

/** The column an issue is in, as a small pill. */
export function IssueStatePill({ issue }: { issue: Issue }): React.JSX.Element {
  const column = columnOf(issue)
  const Icon = ICONS[column]
  return (
    <span className={styles.pill}>
      <Icon size={14} className={styles[column]} aria-hidden />
      {columnTitle(column)}
    </span>
  )
}
