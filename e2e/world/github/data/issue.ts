import type { Account } from './account.ts'

/** A label of a repository. */
export interface Label {
  readonly id: number
  readonly name: string
  /** Six hexadecimal digits, without `#`. */
  readonly color: string
  readonly description: string | null
}

/** A milestone of a repository. Times are epoch milliseconds. */
export interface Milestone {
  readonly id: number
  readonly number: number
  readonly title: string
  readonly description: string
  readonly state: 'open' | 'closed'
  readonly dueOn: number
  readonly creator: Account
  readonly createdAt: number
}

/** A comment on an issue. Times are epoch milliseconds. */
export interface Comment {
  readonly id: number
  readonly author: Account
  body: string
  readonly createdAt: number
  updatedAt: number
}

/** Why an issue is in its state; absent (null) while it has only ever been open. */
export type StateReason = 'completed' | 'not_planned' | 'duplicate' | 'reopened' | null

/** An issue. Times are epoch milliseconds. */
export interface Issue {
  readonly id: number
  readonly number: number
  readonly author: Account
  title: string
  body: string | null
  state: 'open' | 'closed'
  stateReason: StateReason
  labels: Label[]
  assignees: Account[]
  milestone: Milestone | null
  comments: Comment[]
  readonly createdAt: number
  updatedAt: number
  closedAt: number | null
  closedBy: Account | null
}
