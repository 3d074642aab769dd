import type { Issue } from './issue.ts'
import type { RepositoryName } from './repository.ts'

/** The address of a repository's board in this app. */
export function boardPath({ owner, name }: RepositoryName): string {
  return `/${owner}/${name}`
}

/** The address of an issue in this app. */
export function issuePath(repository: RepositoryName, { number }: Pick<Issue, 'number'>): string {
  return `${boardPath(repository)}/issues/${number}`
}
