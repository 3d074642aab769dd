import type { Issue } from '../github/issue.ts'

/** What each filter offers. */
export interface FilterOptions {
  labels: readonly string[]
  assignees: readonly string[]
  milestones: readonly string[]
}

/** Collects what the issues at hand can be filtered by, in alphabetical order. */
export function filterOptions(issues: readonly Issue[]): FilterOptions {
  return {
    labels: distinct(issues.flatMap((issue) => issue.labels.map(({ name }) => name))),
    assignees: distinct(issues.flatMap((issue) => issue.assignees.map(({ login }) => login))),
    milestones: distinct(issues.flatMap((issue) => (issue.milestone ? [issue.milestone.title] : []))),
  }
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].sort((a, b) => a.localeCompare(b))
}
