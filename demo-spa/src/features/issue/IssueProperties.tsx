import { Avatar } from '../../ui/Avatar.tsx'
import { LabelChip } from '../../ui/LabelChip.tsx'
import type { Issue } from '../github/issue.ts'
import type { RepositoryName } from '../github/repository.ts'
import styles from './IssueProperties.module.css'
import { LabelEditor } from './LabelEditor.tsx'

interface IssuePropertiesProps {
  repository: RepositoryName
  issue: Issue
}

/** An issue's labels, assignees and milestone; the labels can be changed. */
export function IssueProperties({ repository, issue }: IssuePropertiesProps): React.JSX.Element {
  const { assignees, milestone } = issue
  return (
    <dl className={styles.properties}>
      <div className={styles.property}>
        <dt>Labels</dt>
        <dd>
          {issue.labels.map((label) => (
            <LabelChip key={label.name} {...label} />
          ))}
          <LabelEditor repository={repository} issue={issue} />
        </dd>
      </div>
      <div className={styles.property}>
        <dt>Assignees</dt>
        <dd>
          {assignees.length === 0 && <span className={styles.none}>Nobody</span>}
          {assignees.map(({ login, avatarUrl }) => (
            <span key={login} className={styles.person}>
              <Avatar name={login} src={avatarUrl} size={18} />
              {login}
            </span>
          ))}
        </dd>
      </div>
      <div className={styles.property}>
        <dt>Milestone</dt>
        <dd>{milestone?.title ?? <span className={styles.none}>None</span>}</dd>
      </div>
    </dl>
  )
}
