import type { Comment, Issue, Label, Milestone, Person } from './issue.ts'

/** A person as GitHub's API writes one. */
interface WirePerson {
  login: string
  avatar_url: string
}

/** An issue as GitHub's API writes one: the fields this app reads. */
export interface WireIssue {
  number: number
  title: string
  body: string | null
  state: 'open' | 'closed'
  labels: Label[]
  user: WirePerson | null
  assignees: WirePerson[]
  milestone: Milestone | null
  comments: number
  created_at: string
  updated_at: string
  /** Present on pull requests, which GitHub lists among the issues. */
  pull_request?: unknown
}

/** A comment as GitHub's API writes one. */
export interface WireComment {
  id: number
  user: WirePerson | null
  body: string
  created_at: string
}

/** Turns GitHub's person into ours; a deleted account becomes GitHub's own stand-in, "ghost". */
function toPerson(wire: WirePerson | null): Person {
  return { login: wire?.login ?? 'ghost', avatarUrl: wire?.avatar_url ?? '' }
}

/** Turns GitHub's issue into ours. */
export function toIssue(wire: WireIssue): Issue {
  return {
    number: wire.number,
    title: wire.title,
    body: wire.body ?? '',
    state: wire.state,
    labels: wire.labels.map(({ name, color }) => ({ name, color })),
    author: toPerson(wire.user),
    assignees: wire.assignees.map(toPerson),
    milestone: wire.milestone && { number: wire.milestone.number, title: wire.milestone.title },
    commentCount: wire.comments,
    createdAt: wire.created_at,
    updatedAt: wire.updated_at,
  }
}

/** Turns GitHub's comment into ours. */
export function toComment(wire: WireComment): Comment {
  return { id: wire.id, author: toPerson(wire.user), body: wire.body, createdAt: wire.created_at }
}
