import { Tag } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { Popover } from '../../ui/Popover.tsx'
import type { Issue } from '../github/issue.ts'
import type { RepositoryName } from '../github/repository.ts'
import { useChangeIssue } from '../github/useChangeIssue.ts'
import { LabelChoices } from './LabelChoices.tsx'
import styles from './LabelEditor.module.css'
import { useLabels } from './useLabels.ts'

interface LabelEditorProps {
  repository: RepositoryName
  issue: Issue
}

/** Changes which labels an issue has, all of them in one request. */
export function LabelEditor({ repository, issue }: LabelEditorProps): React.JSX.Element {
  return (
    <Popover
      label="Labels"
      trigger={(trigger) => (
        <Button variant="ghost" className={styles.button} {...trigger}>
          <Tag size={13} aria-hidden />
          Edit labels
        </Button>
      )}
    >
      {(close) => <LabelForm repository={repository} issue={issue} close={close} />}
    </Popover>
  )
}

function LabelForm({
  repository,
  issue,
  close,
}: LabelEditorProps & { close: () => void }): React.JSX.Element {
  const labels = useLabels(repository)
  const { mutate } = useChangeIssue(repository)
  const [chosen, setChosen] = useState<readonly string[]>(issue.labels.map(({ name }) => name))

  function save(event: FormEvent): void {
    event.preventDefault()
    const expected = { ...issue, labels: labels.filter(({ name }) => chosen.includes(name)) }
    mutate({ issue, change: { labels: chosen }, expected })
    close()
  }

  return (
    <form className={styles.form} onSubmit={save}>
      <LabelChoices labels={labels} chosen={chosen} onChange={setChosen} />
      <Button type="submit" variant="primary">
        Save labels
      </Button>
    </form>
  )
}
