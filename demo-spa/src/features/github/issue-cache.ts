import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import type { Page } from './github-api.ts'
import type { Issue } from './issue.ts'
import { githubKeys } from './query-keys.ts'
import type { RepositoryName } from './repository.ts'

/** A list of issues as the query cache holds it. */
type IssuePages = InfiniteData<Page<Issue>, number>

/**
 * Puts a newer version of an issue everywhere the cache holds it.
 *
 * An issue that was closed stays in the list of open ones until that is read again; the board goes by the issue
 * itself, not by the list it came in.
 */
export function replaceIssue(cache: QueryClient, repository: RepositoryName, issue: Issue): void {
  cache.setQueryData(githubKeys.issue(repository, issue.number), issue)
  cache.setQueriesData<IssuePages>({ queryKey: githubKeys.issueLists(repository) }, (pages) =>
    mapPages(pages, (items) => items.map((item) => (item.number === issue.number ? issue : item))),
  )
}

/** Puts a new issue at the top of the open ones. */
export function insertIssue(cache: QueryClient, repository: RepositoryName, issue: Issue): void {
  cache.setQueryData(githubKeys.issue(repository, issue.number), issue)
  cache.setQueryData<IssuePages>(githubKeys.issueList(repository, 'open'), (pages) =>
    mapPages(pages, (items, index) => (index === 0 ? [issue, ...items] : items)),
  )
}

/** Finds the cached version of an issue, in whatever list it came. */
export function findIssue(cache: QueryClient, repository: RepositoryName, number: number): Issue | undefined {
  const lists = cache.getQueriesData<IssuePages>({ queryKey: githubKeys.issueLists(repository) })
  return lists
    .flatMap(([, pages]) => pages?.pages ?? [])
    .flatMap((page) => page.items)
    .find((issue) => issue.number === number)
}

function mapPages(
  pages: IssuePages | undefined,
  change: (items: readonly Issue[], index: number) => readonly Issue[],
): IssuePages | undefined {
  if (!pages) return undefined
  return {
    ...pages,
    pages: pages.pages.map((page, index) => ({ ...page, items: change(page.items, index) })),
  }
}
