import { type InfiniteData, type UseInfiniteQueryResult, useInfiniteQuery } from '@tanstack/react-query'
import type { Page } from '../github/github-api.ts'
import { githubKeys } from '../github/query-keys.ts'
import type { Repository } from '../github/repository.ts'
import { useGithub } from '../github/useGithub.ts'

/** Lists the repositories the signed-in person can work on, the latest changed first. */
export function useRepositories(): UseInfiniteQueryResult<InfiniteData<Page<Repository>>> {
  const github = useGithub()
  return useInfiniteQuery({
    queryKey: githubKeys.repositories,
    queryFn: ({ pageParam, signal }) => github.listRepositories(pageParam, signal),
    initialPageParam: 1,
    getNextPageParam: (last) => last.next,
  })
}
