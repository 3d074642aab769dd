import type { Account } from './account.ts'
import type { Issue, Label, Milestone } from './issue.ts'

/** What a collaborator may do: look, change issues, or everything. */
export type Role = 'read' | 'write' | 'admin'

/** A repository with its issues, as the emulator keeps it. Times are epoch milliseconds. */
export interface Repository {
  readonly id: number
  readonly owner: Account
  name: string
  /** Full names (`owner/name`) it had before; requests for them are redirected. */
  readonly formerNames: readonly string[]
  readonly description: string
  readonly isPrivate: boolean
  readonly language: string
  /** Everybody with a role of their own, by account id; the owner is not among them. */
  readonly collaborators: ReadonlyMap<number, Role>
  readonly labels: Label[]
  readonly milestones: Milestone[]
  /** Ordered by number, which starts at 1. */
  readonly issues: Issue[]
  readonly createdAt: number
  updatedAt: number
}

/** `owner/name`, as it stands in addresses. */
export function fullName(repository: Repository): string {
  return `${repository.owner.login}/${repository.name}`
}
