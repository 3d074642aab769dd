import type { Issue } from '../data/issue.ts'
import { validationFailed } from './api-error.ts'

type Test = (issue: Issue) => boolean

/**
 * Selects and orders issues by the query of `GET …/issues`.
 *
 * @throws {ApiError} 422: `state`, `sort` or `direction` has an unknown value.
 */
export function filterIssues(issues: readonly Issue[], query: URLSearchParams): Issue[] {
  const tests = [
    stateTest(oneOf(query, 'state', ['open', 'closed', 'all'])),
    labelsTest(query.get('labels')),
    milestoneTest(query.get('milestone')),
    assigneeTest(query.get('assignee')),
    creatorTest(query.get('creator')),
    sinceTest(query.get('since')),
  ]
  const key = sortKey(oneOf(query, 'sort', ['created', 'updated', 'comments']))
  const sign = oneOf(query, 'direction', ['desc', 'asc']) === 'asc' ? 1 : -1
  return issues
    .filter((issue) => tests.every((test) => test(issue)))
    .sort((a, b) => sign * (key(a) - key(b) || a.number - b.number))
}

/** Reads a parameter with a closed set of values; the first is the default. */
function oneOf<T extends string>(query: URLSearchParams, name: string, options: readonly [T, ...T[]]): T {
  const value = query.get(name)
  if (value === null) return options[0]
  const option = options.find((candidate) => candidate === value)
  if (option === undefined) throw validationFailed({ resource: 'Issue', field: name, code: 'invalid', value })
  return option
}

function stateTest(state: 'open' | 'closed' | 'all'): Test {
  return (issue) => state === 'all' || issue.state === state
}

function labelsTest(labels: string | null): Test {
  const wanted = (labels ?? '').split(',').filter((name) => name !== '')
  return (issue) => wanted.every((name) => hasLabel(issue, name))
}

/** Tells whether an issue has a label of this name, in any case. */
export function hasLabel(issue: Issue, name: string): boolean {
  return issue.labels.some((label) => label.name.toLowerCase() === name.toLowerCase())
}

function milestoneTest(milestone: string | null): Test {
  if (milestone === null) return () => true
  if (milestone === 'none') return (issue) => issue.milestone === null
  if (milestone === '*') return (issue) => issue.milestone !== null
  return (issue) => String(issue.milestone?.number) === milestone
}

function assigneeTest(login: string | null): Test {
  if (login === null) return () => true
  if (login === 'none') return (issue) => issue.assignees.length === 0
  if (login === '*') return (issue) => issue.assignees.length > 0
  return (issue) => issue.assignees.some((account) => account.login === login)
}

function creatorTest(login: string | null): Test {
  return (issue) => login === null || issue.author.login === login
}

function sinceTest(since: string | null): Test {
  if (since === null) return () => true
  const at = Date.parse(since)
  if (Number.isNaN(at))
    throw validationFailed({ resource: 'Issue', field: 'since', code: 'invalid', value: since })
  return (issue) => issue.updatedAt >= at
}

function sortKey(sort: 'created' | 'updated' | 'comments'): (issue: Issue) => number {
  if (sort === 'comments') return (issue) => issue.comments.length
  return sort === 'updated' ? (issue) => issue.updatedAt : (issue) => issue.createdAt
}
