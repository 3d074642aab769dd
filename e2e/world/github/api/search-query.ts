import type { Issue } from '../data/issue.ts'
import { fullName, type Repository } from '../data/repository.ts'
import { hasLabel } from './issue-filter.ts'

/** An issue together with where it is. */
export interface FoundIssue {
  issue: Issue
  repository: Repository
}

type Test = (found: FoundIssue) => boolean

const TERM = /(?:(\w+):)?(?:"([^"]*)"|(\S+))/g

/**
 * Reads a search text: qualifiers like `repo:`, `is:` and `label:`, and words that have to be in title or body.
 *
 * A qualifier that the emulator does not know finds nothing, so that a test notices instead of trusting it.
 */
export function parseSearchQuery(text: string): Test {
  const tests = [...text.matchAll(TERM)].map(([, qualifier, quoted, plain]) => {
    const value = (quoted ?? plain ?? '').toLowerCase()
    return qualifier === undefined ? textTest(value) : qualifierTest(qualifier, value)
  })
  return (found) => tests.every((test) => test(found))
}

function textTest(words: string): Test {
  return ({ issue }) => `${issue.title}\n${issue.body ?? ''}`.toLowerCase().includes(words)
}

function qualifierTest(qualifier: string, value: string): Test {
  const test = QUALIFIERS[qualifier]
  return (found) => test?.(found, value) ?? false
}

const QUALIFIERS: Readonly<Record<string, (found: FoundIssue, value: string) => boolean>> = {
  repo: ({ repository }, value) => fullName(repository).toLowerCase() === value,
  user: ({ repository }, value) => repository.owner.login === value,
  is: ({ issue, repository }, value) => {
    if (value === 'public' || value === 'private') return repository.isPrivate === (value === 'private')
    return value === 'issue' || value === issue.state
  },
  type: (_found, value) => value === 'issue',
  state: ({ issue }, value) => issue.state === value,
  label: ({ issue }, value) => hasLabel(issue, value),
  author: ({ issue }, value) => issue.author.login === value,
  assignee: ({ issue }, value) => issue.assignees.some((account) => account.login === value),
  milestone: ({ issue }, value) => issue.milestone?.title.toLowerCase() === value,
}
