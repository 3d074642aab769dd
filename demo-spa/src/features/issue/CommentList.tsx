import { Avatar } from '../../ui/Avatar.tsx'
import { Button } from '../../ui/Button.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { Loading, Skeleton } from '../../ui/Skeleton.tsx'
import { ErrorPanel } from '../api/ErrorPanel.tsx'
import type { Comment, Issue } from '../github/issue.ts'
import type { RepositoryName } from '../github/repository.ts'
import { CommentForm } from './CommentForm.tsx'
import styles from './CommentList.module.css'
import { IssueBody } from './IssueBody.tsx'
import { useComments } from './useComments.ts'

interface CommentListProps {
  repository: RepositoryName
  issue: Issue
}

/** The conversation on an issue, with a box to join it. */
export function CommentList({ repository, issue }: CommentListProps): React.JSX.Element {
  return (
    <section className={styles.conversation} aria-label="Comments">
      <h3 className={styles.heading}>Comments</h3>
      <Comments repository={repository} issue={issue} />
      <CommentForm repository={repository} issue={issue} />
    </section>
  )
}

function Comments({ repository, issue }: CommentListProps): React.JSX.Element {
  const comments = useComments(repository, issue)

  if (comments.isPending) {
    return (
      <Loading label="Loading comments">
        <Skeleton height={56} />
      </Loading>
    )
  }
  if (comments.isError && !comments.data) {
    return (
      <ErrorPanel
        provider="github"
        error={comments.error}
        retry={comments.refetch}
        isRetrying={comments.isFetching}
      />
    )
  }

  const all = comments.data?.pages.flatMap((page) => page.items) ?? []
  if (all.length === 0) return <p className={styles.none}>Nobody has commented yet.</p>
  return (
    <>
      <ol className={styles.list}>
        {all.map((comment) => (
          <CommentItem key={comment.id} comment={comment} />
        ))}
      </ol>
      {comments.hasNextPage && (
        <Button variant="ghost" onClick={() => comments.fetchNextPage()} isBusy={comments.isFetchingNextPage}>
          Load more comments
        </Button>
      )}
    </>
  )
}

function CommentItem({ comment: { author, body, createdAt } }: { comment: Comment }): React.JSX.Element {
  return (
    <li className={styles.comment}>
      <p className={styles.byline}>
        <Avatar name={author.login} src={author.avatarUrl} />
        <strong>{author.login}</strong>
        <RelativeTime at={createdAt} />
      </p>
      <IssueBody text={body} />
    </li>
  )
}
