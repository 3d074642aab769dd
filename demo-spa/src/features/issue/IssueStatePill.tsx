import { ColumnIcon } from '../board/ColumnIcon.tsx'
import { columnOf, columnTitle } from '../board/columns.ts'
import type { Issue } from '../github/issue.ts'
import styles from './IssueStatePill.module.css'

/** The column an issue is in, as a small pill. */
export function IssueStatePill({ issue }: { issue: Issue }): React.JSX.Element {
  const column = columnOf(issue)
  return (
    <span className={styles.pill}>
      <ColumnIcon column={column} />
      {columnTitle(column)}
    </span>
  )
}
