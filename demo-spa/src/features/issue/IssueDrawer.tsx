import { useNavigate, useParams, useSearchParams } from 'react-router'
import { Dialog } from '../../ui/Dialog.tsx'
import { Loading, Skeleton } from '../../ui/Skeleton.tsx'
import { ErrorPanel } from '../api/ErrorPanel.tsx'
import { boardPath } from '../github/issue-path.ts'
import type { RepositoryName } from '../github/repository.ts'
import { useRepositoryName } from '../github/useRepositoryName.ts'
import styles from './IssueDrawer.module.css'
import { IssueView } from './IssueView.tsx'
import { useIssue } from './useIssue.ts'

/** An issue opened over the board; it has an address of its own, and closing it leads back to the board. */
export function IssueDrawer(): React.JSX.Element {
  const repository = useRepositoryName()
  const { number = '' } = useParams()
  const [query] = useSearchParams()
  const navigate = useNavigate()

  function close(): void {
    void navigate({ pathname: boardPath(repository), search: `${query}` })
  }

  return (
    <Dialog title={`${repository.name} #${number}`} placement="side" onClose={close}>
      <IssueContent key={number} repository={repository} number={Number(number)} />
    </Dialog>
  )
}

function IssueContent({
  repository,
  number,
}: {
  repository: RepositoryName
  number: number
}): React.JSX.Element {
  const issue = useIssue(repository, number)

  if (issue.data) return <IssueView repository={repository} issue={issue.data} />
  if (issue.isError)
    return (
      <ErrorPanel provider="github" error={issue.error} retry={issue.refetch} isRetrying={issue.isFetching} />
    )
  return (
    <Loading label="Loading the issue">
      <div className={styles.skeleton}>
        <Skeleton width="70%" height={24} />
        <Skeleton width="40%" />
        <Skeleton height={120} />
      </div>
    </Loading>
  )
}
