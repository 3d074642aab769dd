import { CircleCheck, RotateCcw } from 'lucide-react'
import { Button } from '../../ui/Button.tsx'
import { useMoveIssue } from '../board/useMoveIssue.ts'
import type { Issue } from '../github/issue.ts'
import type { RepositoryName } from '../github/repository.ts'

interface IssueStateButtonProps {
  repository: RepositoryName
  issue: Issue
}

/** Closes an open issue, reopens a closed one. */
export function IssueStateButton({ repository, issue }: IssueStateButtonProps): React.JSX.Element {
  const moveIssue = useMoveIssue(repository)

  return issue.state === 'open' ? (
    <Button onClick={() => moveIssue(issue, 'done')}>
      <CircleCheck size={15} aria-hidden />
      Close issue
    </Button>
  ) : (
    <Button onClick={() => moveIssue(issue, 'todo')}>
      <RotateCcw size={15} aria-hidden />
      Reopen issue
    </Button>
  )
}
