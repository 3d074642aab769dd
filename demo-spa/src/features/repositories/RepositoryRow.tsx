import { CircleDot, Lock } from 'lucide-react'
import { Link } from 'react-router'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { boardPath } from '../github/issue-path.ts'
import type { Repository } from '../github/repository.ts'
import styles from './RepositoryRow.module.css'

/** One repository; the whole row leads to its board. */
export function RepositoryRow({ repository }: { repository: Repository }): React.JSX.Element {
  const { owner, name, description, isPrivate, openIssueCount, updatedAt } = repository
  return (
    <li className={styles.row}>
      <div className={styles.text}>
        <h2 className={styles.name}>
          <Link to={boardPath(repository)} className={styles.link}>
            <span className={styles.owner}>{owner}/</span>
            {name}
          </Link>
          {isPrivate && (
            <span className={styles.private}>
              <Lock size={11} aria-hidden />
              Private
            </span>
          )}
        </h2>
        {description && <p className={styles.description}>{description}</p>}
      </div>
      <p className={styles.facts}>
        <span className={styles.count}>
          <CircleDot size={13} aria-hidden />
          {openIssueCount} open
        </span>
        <span>
          Updated <RelativeTime at={updatedAt} />
        </span>
      </p>
    </li>
  )
}
