import { type InfiniteData, type UseInfiniteQueryResult, useInfiniteQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Page } from '../github/github-api.ts'
import type { Issue } from '../github/issue.ts'
import { githubKeys } from '../github/query-keys.ts'
import type { RepositoryName } from '../github/repository.ts'
import { useGithub } from '../github/useGithub.ts'

interface IssuePagesOptions {
  state: 'open' | 'closed'
  /** How many pages to read without being asked; the person asks for the rest. */
  automaticPages: number
}

/** Lists a repository's issues of one state page by page, the latest changed first. */
export function useIssuePages(
  repository: RepositoryName,
  { state, automaticPages }: IssuePagesOptions,
): UseInfiniteQueryResult<InfiniteData<Page<Issue>>> {
  const github = useGithub()
  const query = useInfiniteQuery({
    queryKey: githubKeys.issueList(repository, state),
    queryFn: ({ pageParam, signal }) => github.listIssues(repository, { state, page: pageParam, signal }),
    initialPageParam: 1,
    getNextPageParam: (last: Page<Issue>) => last.next,
  })

  const { data, hasNextPage, isFetching, isError, fetchNextPage } = query
  const isShort = (data?.pages.length ?? 0) < automaticPages
  useEffect(() => {
    if (isShort && hasNextPage && !isFetching && !isError) void fetchNextPage()
  }, [isShort, hasNextPage, isFetching, isError, fetchNextPage])

  return query
}
