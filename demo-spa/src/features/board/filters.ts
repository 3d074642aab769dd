import type { Issue } from '../github/issue.ts'

/** What the board is narrowed to; an empty string narrows nothing. */
export interface Filters {
  /** Words that must all occur in the title, the body or the number. */
  text: string
  label: string
  /** Login. */
  assignee: string
  /** Title. */
  milestone: string
}

const PARAMETERS: Record<keyof Filters, string> = {
  text: 'q',
  label: 'label',
  assignee: 'assignee',
  milestone: 'milestone',
}

/** Reads the filters from the page's query, so that a filtered board can be linked to. */
export function readFilters(query: URLSearchParams): Filters {
  const read = (name: keyof Filters) => query.get(PARAMETERS[name]) ?? ''
  return {
    text: read('text'),
    label: read('label'),
    assignee: read('assignee'),
    milestone: read('milestone'),
  }
}

/** Writes one filter into a copy of the page's query; the other parameters stay. */
export function withFilter(query: URLSearchParams, name: keyof Filters, value: string): URLSearchParams {
  const next = new URLSearchParams(query)
  if (value) next.set(PARAMETERS[name], value)
  else next.delete(PARAMETERS[name])
  return next
}

/** Takes every filter out of a copy of the page's query. */
export function withoutFilters(query: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(query)
  for (const parameter of Object.values(PARAMETERS)) next.delete(parameter)
  return next
}

/** Tells whether anything is filtered at all. */
export function isFiltering(filters: Filters): boolean {
  return Object.values(filters).some(Boolean)
}

/** Keeps the issues that pass every filter. */
export function filterIssues(issues: readonly Issue[], filters: Filters): Issue[] {
  const words = filters.text.toLowerCase().split(/\s+/).filter(Boolean)
  return issues.filter(
    (issue) =>
      words.every((word) => searchText(issue).includes(word)) &&
      (!filters.label || issue.labels.some(({ name }) => name === filters.label)) &&
      (!filters.assignee || issue.assignees.some(({ login }) => login === filters.assignee)) &&
      (!filters.milestone || issue.milestone?.title === filters.milestone),
  )
}

function searchText(issue: Issue): string {
  return `${issue.title} ${issue.body} #${issue.number}`.toLowerCase()
}
