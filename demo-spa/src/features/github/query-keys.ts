import type { RepositoryName } from './repository.ts'

const inRepository = ({ owner, name }: RepositoryName, ...rest: readonly unknown[]) =>
  ['github', `${owner}/${name}`.toLowerCase(), ...rest] as const

/** Names everything this app keeps from GitHub in the query cache, from broad to narrow. */
export const githubKeys = {
  repositories: ['github', 'repositories'] as const,
  /** Every list of issues of a repository. */
  issueLists: (repository: RepositoryName) => inRepository(repository, 'issues'),
  issueList: (repository: RepositoryName, state: 'open' | 'closed') =>
    inRepository(repository, 'issues', state),
  issue: (repository: RepositoryName, number: number) => inRepository(repository, 'issue', number),
  comments: (repository: RepositoryName, number: number) => inRepository(repository, 'comments', number),
  labels: (repository: RepositoryName) => inRepository(repository, 'labels'),
}
