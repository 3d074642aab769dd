import { type FormEvent, type RefObject, useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { useToast } from '../../ui/toasts.ts'
import { toErrorMessage } from '../api/error-message.ts'
import type { IssueDraft } from '../github/issue.ts'
import type { RepositoryName } from '../github/repository.ts'
import { IssueFields } from './IssueFields.tsx'
import styles from './IssueForm.module.css'
import { LabelChoices } from './LabelChoices.tsx'
import { useCreateIssue } from './useCreateIssue.ts'
import { useLabels } from './useLabels.ts'

interface NewIssueFormProps {
  repository: RepositoryName
  close: () => void
  titleInput: RefObject<HTMLInputElement | null>
}

/** The form of a new issue; what was written stays when GitHub does not take it. */
export function NewIssueForm({ repository, close, titleInput }: NewIssueFormProps): React.JSX.Element {
  const labels = useLabels(repository)
  const [draft, setDraft] = useState<IssueDraft>({ title: '', body: '', labels: [] })
  const createIssue = useCreateIssue(repository)
  const showToast = useToast()

  const change = (part: Partial<IssueDraft>) => setDraft((current) => ({ ...current, ...part }))

  function submit(event: FormEvent): void {
    event.preventDefault()
    if (createIssue.isPending) return
    createIssue.mutate(draft, {
      onSuccess({ number }) {
        showToast({ tone: 'success', text: `#${number} was created.` })
        close()
      },
    })
  }

  return (
    <form className={styles.form} onSubmit={submit}>
      <IssueFields text={draft} onChange={change} titleInput={titleInput} />
      {labels.length > 0 && (
        <fieldset className={styles.labels}>
          <legend>Labels</legend>
          <LabelChoices
            labels={labels}
            chosen={draft.labels}
            onChange={(chosen) => change({ labels: chosen })}
          />
        </fieldset>
      )}
      {createIssue.isError && <Failure error={createIssue.error} />}
      <div className={styles.buttons}>
        <Button variant="ghost" onClick={close}>
          Cancel
        </Button>
        <Button variant="primary" type="submit" disabled={!draft.title.trim()} isBusy={createIssue.isPending}>
          Create issue
        </Button>
      </div>
    </form>
  )
}

function Failure({ error }: { error: Error }): React.JSX.Element {
  const { title, detail } = toErrorMessage(error)
  return (
    <p role="alert" className={styles.failure}>
      {title}. {detail} Your text is still here.
    </p>
  )
}
