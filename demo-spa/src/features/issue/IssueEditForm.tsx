import { type FormEvent, useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import type { Issue } from '../github/issue.ts'
import type { RepositoryName } from '../github/repository.ts'
import { useChangeIssue } from '../github/useChangeIssue.ts'
import { IssueFields, type IssueText } from './IssueFields.tsx'
import styles from './IssueForm.module.css'

interface IssueEditFormProps {
  repository: RepositoryName
  issue: Issue
  close: () => void
}

/** Edits an issue's title and text; closes at once, because the change is shown before it is saved. */
export function IssueEditForm({ repository, issue, close }: IssueEditFormProps): React.JSX.Element {
  const [text, setText] = useState<IssueText>({ title: issue.title, body: issue.body })
  const { mutate } = useChangeIssue(repository)

  function save(event: FormEvent): void {
    event.preventDefault()
    const change = { title: text.title.trim(), body: text.body }
    mutate({ issue, change, expected: { ...issue, ...change } })
    close()
  }

  return (
    <form className={styles.form} onSubmit={save}>
      <IssueFields text={text} onChange={(part) => setText((current) => ({ ...current, ...part }))} />
      <div className={styles.buttons}>
        <Button variant="ghost" onClick={close}>
          Cancel
        </Button>
        <Button variant="primary" type="submit" disabled={!text.title.trim()}>
          Save
        </Button>
      </div>
    </form>
  )
}
