import { type FormEvent, useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { controlClass } from '../../ui/Field.tsx'
import { toErrorMessage } from '../api/error-message.ts'
import type { Issue } from '../github/issue.ts'
import type { RepositoryName } from '../github/repository.ts'
import styles from './IssueForm.module.css'
import { useAddComment } from './useAddComment.ts'

interface CommentFormProps {
  repository: RepositoryName
  issue: Issue
}

/** A box to comment in; the text stays there until GitHub has it. */
export function CommentForm({ repository, issue }: CommentFormProps): React.JSX.Element {
  const [body, setBody] = useState('')
  const addComment = useAddComment(repository, issue)

  function submit(event: FormEvent): void {
    event.preventDefault()
    addComment.mutate(body, { onSuccess: () => setBody('') })
  }

  return (
    <form className={styles.form} onSubmit={submit}>
      <textarea
        className={controlClass}
        aria-label="Comment"
        placeholder="Leave a comment"
        rows={3}
        required
        value={body}
        onChange={(event) => setBody(event.target.value)}
      />
      {addComment.isError && (
        <p role="alert" className={styles.failure}>
          The comment was not sent. {toErrorMessage(addComment.error).title}.
        </p>
      )}
      <div className={styles.buttons}>
        <Button type="submit" disabled={!body.trim()} isBusy={addComment.isPending}>
          Add comment
        </Button>
      </div>
    </form>
  )
}
