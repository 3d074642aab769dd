/** A GitHub account as issues mention it. */
export interface Person {
  login: string
  avatarUrl: string
}

/** A label of a repository. */
export interface Label {
  name: string
  /** Six hexadecimal digits without `#`. */
  color: string
}

/** A milestone of a repository. */
export interface Milestone {
  number: number
  title: string
}

/** One issue; never a pull request. Times are ISO 8601. */
export interface Issue {
  number: number
  title: string
  body: string
  state: 'open' | 'closed'
  labels: readonly Label[]
  author: Person
  assignees: readonly Person[]
  milestone: Milestone | null
  commentCount: number
  createdAt: string
  updatedAt: string
}

/** A comment on an issue. Times are ISO 8601. */
export interface Comment {
  id: number
  author: Person
  body: string
  createdAt: string
}

/** What may be changed on an issue, in GitHub's words because it is sent as it is. */
export interface IssueChange {
  title?: string
  body?: string
  state?: 'open' | 'closed'
  state_reason?: 'completed' | 'not_planned'
  /** Names; replaces the whole set. */
  labels?: readonly string[]
}

/** What a new issue starts with. */
export interface IssueDraft {
  title: string
  body: string
  labels: readonly string[]
}
