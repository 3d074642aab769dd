import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Issue } from '../github/issue.ts'
import { findIssue } from '../github/issue-cache.ts'
import { githubKeys } from '../github/query-keys.ts'
import type { RepositoryName } from '../github/repository.ts'
import { useGithub } from '../github/useGithub.ts'

/** Reads one issue; what the board already knows of it is shown at once. */
export function useIssue(repository: RepositoryName, number: number): UseQueryResult<Issue> {
  const github = useGithub()
  const cache = useQueryClient()
  return useQuery({
    queryKey: githubKeys.issue(repository, number),
    queryFn: ({ signal }) => github.readIssue(repository, number, signal),
    placeholderData: () => findIssue(cache, repository, number),
  })
}
