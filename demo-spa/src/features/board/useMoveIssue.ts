import type { Issue } from '../github/issue.ts'
import type { RepositoryName } from '../github/repository.ts'
import { useChangeIssue } from '../github/useChangeIssue.ts'
import { type ColumnId, columnOf, moveChange, movedIssue } from './columns.ts'

/** Puts an issue into a column; nothing is sent when it is there already. */
export type MoveIssue = (issue: Issue, to: ColumnId) => void

/** Gives the function that moves issues of a repository between columns. */
export function useMoveIssue(repository: RepositoryName): MoveIssue {
  const { mutate } = useChangeIssue(repository)
  return (issue, to) => {
    if (columnOf(issue) === to) return
    mutate({ issue, change: moveChange(issue, to), expected: movedIssue(issue, to) })
  }
}
