/** Names one repository. */
export interface RepositoryName {
  owner: string
  name: string
}

/** A repository as the picker shows it. Times are ISO 8601. */
export interface Repository extends RepositoryName {
  id: number
  description: string
  isPrivate: boolean
  openIssueCount: number
  updatedAt: string
}

/** A repository as GitHub's API writes one: the fields this app reads. */
export interface WireRepository {
  id: number
  name: string
  owner: { login: string }
  description: string | null
  private: boolean
  open_issues_count: number
  updated_at: string
}

/** Turns GitHub's repository into ours. */
export function toRepository(wire: WireRepository): Repository {
  return {
    id: wire.id,
    owner: wire.owner.login,
    name: wire.name,
    description: wire.description ?? '',
    isPrivate: wire.private,
    openIssueCount: wire.open_issues_count,
    updatedAt: wire.updated_at,
  }
}
