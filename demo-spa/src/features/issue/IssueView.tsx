import { Pencil } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import type { Issue } from '../github/issue.ts'
import type { RepositoryName } from '../github/repository.ts'
import { AddToTasks } from '../tasks/AddToTasks.tsx'
import { CommentList } from './CommentList.tsx'
import { IssueBody } from './IssueBody.tsx'
import { IssueEditForm } from './IssueEditForm.tsx'
import { IssueProperties } from './IssueProperties.tsx'
import { IssueStateButton } from './IssueStateButton.tsx'
import { IssueStatePill } from './IssueStatePill.tsx'
import styles from './IssueView.module.css'

interface IssueViewProps {
  repository: RepositoryName
  issue: Issue
}

/** An issue whole: what it says, what it has, what was said about it, and what one can do. */
export function IssueView({ repository, issue }: IssueViewProps): React.JSX.Element {
  const [isEditing, setIsEditing] = useState(false)

  return (
    <article className={styles.issue}>
      {isEditing ? (
        <IssueEditForm repository={repository} issue={issue} close={() => setIsEditing(false)} />
      ) : (
        <>
          <header className={styles.header}>
            <h3 className={styles.title}>{issue.title}</h3>
            <Button variant="ghost" onClick={() => setIsEditing(true)}>
              <Pencil size={14} aria-hidden />
              Edit
            </Button>
          </header>
          <p className={styles.byline}>
            <IssueStatePill issue={issue} />
            <span>
              <strong>{issue.author.login}</strong> opened this <RelativeTime at={issue.createdAt} />
            </span>
          </p>
          <IssueBody text={issue.body} />
        </>
      )}
      <IssueProperties repository={repository} issue={issue} />
      <div className={styles.actions}>
        <IssueStateButton repository={repository} issue={issue} />
        <AddToTasks repository={repository} issue={issue} />
      </div>
      <CommentList repository={repository} issue={issue} />
    </article>
  )
}
