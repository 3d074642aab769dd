import { type InfiniteData, type UseInfiniteQueryResult, useInfiniteQuery } from '@tanstack/react-query'
import type { Page } from '../github/github-api.ts'
import type { Comment, Issue } from '../github/issue.ts'
import { githubKeys } from '../github/query-keys.ts'
import type { RepositoryName } from '../github/repository.ts'
import { useGithub } from '../github/useGithub.ts'

/** Reads the comments on an issue, the oldest first. */
export function useComments(
  repository: RepositoryName,
  { number }: Pick<Issue, 'number'>,
): UseInfiniteQueryResult<InfiniteData<Page<Comment>>> {
  const github = useGithub()
  return useInfiniteQuery({
    queryKey: githubKeys.comments(repository, number),
    queryFn: ({ pageParam }) => github.listComments(repository, number, pageParam),
    initialPageParam: 1,
    getNextPageParam: (last: Page<Comment>) => last.next,
  })
}
