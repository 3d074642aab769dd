import type { Issue, IssueChange } from '../github/issue.ts'

/** Where an issue stands. */
export type ColumnId = 'todo' | 'progress' | 'done'

/** A column of the board. */
export interface Column {
  id: ColumnId
  /** The name people see. */
  title: string
}

/** The label that tells work under way from work to do; GitHub has no such state of its own. */
export const IN_PROGRESS_LABEL = 'in progress'

/** The columns in board order. */
export const COLUMNS: readonly Column[] = [
  { id: 'todo', title: 'To do' },
  { id: 'progress', title: 'In progress' },
  { id: 'done', title: 'Done' },
]

/** Says which column an issue belongs to. */
export function columnOf(issue: Pick<Issue, 'state' | 'labels'>): ColumnId {
  if (issue.state === 'closed') return 'done'
  return issue.labels.some((label) => isInProgress(label.name)) ? 'progress' : 'todo'
}

/** The name people see for a column. */
export function columnTitle(id: ColumnId): string {
  return COLUMNS.find((column) => column.id === id)?.title ?? id
}

/** Sorts issues into the columns, keeping their order. */
export function groupByColumn(issues: readonly Issue[]): Record<ColumnId, Issue[]> {
  const groups: Record<ColumnId, Issue[]> = { todo: [], progress: [], done: [] }
  for (const issue of issues) groups[columnOf(issue)].push(issue)
  return groups
}

/** Builds the one change that puts an issue into a column, so that a move cannot succeed by half. */
export function moveChange(issue: Pick<Issue, 'labels'>, to: ColumnId): IssueChange {
  const others = issue.labels.map((label) => label.name).filter((name) => !isInProgress(name))
  const labels = to === 'progress' ? [...others, IN_PROGRESS_LABEL] : others
  return to === 'done' ? { state: 'closed', state_reason: 'completed', labels } : { state: 'open', labels }
}

/** Shows an issue as it will be once the move has been saved. */
export function movedIssue(issue: Issue, to: ColumnId): Issue {
  const { state, labels = [] } = moveChange(issue, to)
  const known = new Map(issue.labels.map((label) => [label.name, label]))
  return {
    ...issue,
    state: state ?? issue.state,
    labels: labels.map((name) => known.get(name) ?? { name, color: 'b86e00' }),
  }
}

// GitHub compares label names without regard to case.
function isInProgress(name: string): boolean {
  return name.toLowerCase() === IN_PROGRESS_LABEL
}
