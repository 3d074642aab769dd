import type { Issue } from '../features/github/issue.ts'

/** Builds an issue for a test; only the fields that matter there are given. */
export function anIssue(fields: Partial<Issue> = {}): Issue {
  return {
    number: 1,
    title: 'An issue',
    body: '',
    state: 'open',
    labels: [],
    author: { login: 'ada', avatarUrl: '' },
    assignees: [],
    milestone: null,
    commentCount: 0,
    createdAt: '2026-01-01T00:00:00Z',
    updatedAt: '2026-01-01T00:00:00Z',
    ...fields,
  }
}
