import { Inbox, SearchX } from 'lucide-react'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorPanel } from '../api/ErrorPanel.tsx'
import type { RepositoryName } from '../github/repository.ts'
import { NewIssueDialog } from '../issue/NewIssueDialog.tsx'
import { BoardColumns } from './BoardColumns.tsx'
import { BoardSkeleton } from './BoardSkeleton.tsx'
import { BoardToolbar } from './BoardToolbar.tsx'
import { filterIssues, isFiltering, readFilters, withoutFilters } from './filters.ts'
import { type BoardIssues, useBoardIssues } from './useBoardIssues.ts'
import type { TasksPanelState } from './useTasksPanel.ts'

interface IssueBoardProps {
  repository: RepositoryName
  tasksPanel: TasksPanelState
}

/** The board with its toolbar, in whichever state its issues are. */
export function IssueBoard({ repository, tasksPanel }: IssueBoardProps): React.JSX.Element {
  const board = useBoardIssues(repository)
  const [isCreating, setIsCreating] = useState(false)

  return (
    <>
      <BoardToolbar issues={board.issues} tasksPanel={tasksPanel} createIssue={() => setIsCreating(true)} />
      <BoardContent repository={repository} board={board} createIssue={() => setIsCreating(true)} />
      {isCreating && <NewIssueDialog repository={repository} onClose={() => setIsCreating(false)} />}
    </>
  )
}

interface BoardContentProps {
  repository: RepositoryName
  board: BoardIssues
  createIssue: () => void
}

function BoardContent({ repository, board, createIssue }: BoardContentProps): React.JSX.Element {
  const [query, setQuery] = useSearchParams()
  const filters = readFilters(query)
  const shown = filterIssues(board.issues, filters)

  if (board.error)
    return (
      <ErrorPanel provider="github" error={board.error} retry={board.retry} isRetrying={board.isFetching} />
    )
  if (board.isPending) return <BoardSkeleton />
  if (board.issues.length === 0) {
    return (
      <EmptyState
        icon={<Inbox size={20} aria-hidden />}
        title="A clean slate"
        actions={<Button onClick={createIssue}>Create the first issue</Button>}
      >
        <p>This repository has no issues yet.</p>
      </EmptyState>
    )
  }
  if (shown.length === 0 && isFiltering(filters)) {
    return (
      <EmptyState
        icon={<SearchX size={20} aria-hidden />}
        title="No issue matches"
        actions={<Button onClick={() => setQuery(withoutFilters(query))}>Show all issues</Button>}
      >
        <p>Nothing on the board fits the search and the filters together.</p>
      </EmptyState>
    )
  }
  return <BoardColumns repository={repository} issues={shown} board={board} />
}
