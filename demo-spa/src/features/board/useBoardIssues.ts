import { useMemo } from 'react'
import type { Issue } from '../github/issue.ts'
import type { RepositoryName } from '../github/repository.ts'
import { useIssuePages } from './useIssuePages.ts'

// Open work is what a board is for; what is done grows without end and is asked for bit by bit.
const AUTOMATIC_OPEN_PAGES = 5
const AUTOMATIC_CLOSED_PAGES = 1

/** A list that goes on at GitHub. */
export interface MoreIssues {
  hasMore: boolean
  isLoading: boolean
  load: () => void
}

/** What the board knows of a repository's issues. */
export interface BoardIssues {
  issues: readonly Issue[]
  isPending: boolean
  isFetching: boolean
  /** Null while there is something to show. */
  error: Error | null
  retry: () => void
  open: MoreIssues
  closed: MoreIssues
}

/** Reads the issues of the board, open and closed ones, each once. */
export function useBoardIssues(repository: RepositoryName): BoardIssues {
  const open = useIssuePages(repository, { state: 'open', automaticPages: AUTOMATIC_OPEN_PAGES })
  const closed = useIssuePages(repository, { state: 'closed', automaticPages: AUTOMATIC_CLOSED_PAGES })

  const issues = useMemo(
    () =>
      uniqueByNumber(
        [...(open.data?.pages ?? []), ...(closed.data?.pages ?? [])].flatMap((page) => page.items),
      ),
    [open.data, closed.data],
  )
  const isMissing = !open.data || !closed.data

  return {
    issues,
    isPending: open.isPending || closed.isPending,
    isFetching: open.isFetching || closed.isFetching,
    error: isMissing ? (open.error ?? closed.error) : null,
    retry() {
      void open.refetch()
      void closed.refetch()
    },
    open: toMore(open),
    closed: toMore(closed),
  }
}

function toMore(pages: ReturnType<typeof useIssuePages>): MoreIssues {
  return {
    hasMore: pages.hasNextPage,
    isLoading: pages.isFetchingNextPage,
    load: () => void pages.fetchNextPage(),
  }
}

/** An issue can be in both lists for a moment: when it was closed between two reads. */
function uniqueByNumber(issues: readonly Issue[]): Issue[] {
  return [...new Map(issues.map((issue) => [issue.number, issue])).values()]
}
