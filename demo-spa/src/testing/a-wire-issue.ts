import type { WireIssue } from '../features/github/wire-issue.ts'

/** Builds an issue as GitHub sends it; only the fields that matter in a test are given. */
export function aWireIssue(fields: Partial<WireIssue> = {}): WireIssue {
  return {
    number: 1,
    title: 'An issue',
    body: null,
    state: 'open',
    labels: [],
    user: { login: 'ada', avatar_url: '' },
    assignees: [],
    milestone: null,
    comments: 0,
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
    ...fields,
  }
}
