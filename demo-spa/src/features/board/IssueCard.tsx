import { MessageSquare, Milestone } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link, useSearchParams } from 'react-router'
import { Avatar } from '../../ui/Avatar.tsx'
import { classNames } from '../../ui/class-names.ts'
import { LabelChip } from '../../ui/LabelChip.tsx'
import type { Issue } from '../github/issue.ts'
import { issuePath } from '../github/issue-path.ts'
import { useRepositoryName } from '../github/useRepositoryName.ts'
import { IN_PROGRESS_LABEL } from './columns.ts'
import styles from './IssueCard.module.css'

interface IssueCardProps {
  issue: Issue
  /** The button that drags the card by keyboard. */
  handle?: ReactNode
  /** Drawn above the board, on its way. */
  isLifted?: boolean
}

/** What the board shows of an issue. */
export function IssueCard({ issue, handle, isLifted = false }: IssueCardProps): React.JSX.Element {
  const repository = useRepositoryName()
  const [query] = useSearchParams()
  const labels = issue.labels.filter((label) => label.name.toLowerCase() !== IN_PROGRESS_LABEL)

  return (
    <article className={classNames(styles.card, isLifted && styles.lifted)}>
      <div className={styles.top}>
        <span className={styles.number}>#{issue.number}</span>
        {handle}
      </div>
      <h3 className={styles.title}>
        <Link
          to={{ pathname: issuePath(repository, issue), search: `${query}` }}
          draggable={false}
          className={styles.link}
        >
          {issue.title}
        </Link>
      </h3>
      {labels.length > 0 && (
        <div className={styles.labels}>
          {labels.map((label) => (
            <LabelChip key={label.name} {...label} />
          ))}
        </div>
      )}
      <CardFacts issue={issue} />
    </article>
  )
}

function CardFacts({ issue }: { issue: Issue }): React.JSX.Element | null {
  const { milestone, commentCount, assignees } = issue
  if (!milestone && commentCount === 0 && assignees.length === 0) return null
  return (
    <div className={styles.facts}>
      {milestone && (
        <span className={styles.fact}>
          <Milestone size={13} aria-hidden />
          <span className="visually-hidden">Milestone </span>
          <span className={styles.milestone}>{milestone.title}</span>
        </span>
      )}
      {commentCount > 0 && (
        <span className={styles.fact}>
          <MessageSquare size={13} aria-hidden />
          {commentCount}
          <span className="visually-hidden"> comments</span>
        </span>
      )}
      <span className={styles.people}>
        {assignees.map(({ login, avatarUrl }) => (
          <span key={login} title={`Assigned to ${login}`}>
            <Avatar name={login} src={avatarUrl} />
            <span className="visually-hidden">Assigned to {login}</span>
          </span>
        ))}
      </span>
    </div>
  )
}
