import { CalendarPlus } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { Field } from '../../ui/Field.tsx'
import { Popover } from '../../ui/Popover.tsx'
import { useToast } from '../../ui/toasts.ts'
import { toErrorMessage } from '../api/error-message.ts'
import { ConnectionGate } from '../connections/ConnectionGate.tsx'
import type { Issue } from '../github/issue.ts'
import type { RepositoryName } from '../github/repository.ts'
import styles from './AddToTasks.module.css'
import { notesFor } from './issue-link.ts'
import { useAddTask } from './useAddTask.ts'

interface AddToTasksProps {
  repository: RepositoryName
  issue: Issue
}

/** Makes a Google task out of an issue; asks to connect Google first where that is missing. */
export function AddToTasks({ repository, issue }: AddToTasksProps): React.JSX.Element {
  return (
    <Popover
      label="Add to my tasks"
      trigger={(trigger) => (
        <Button {...trigger}>
          <CalendarPlus size={15} aria-hidden />
          Add to my tasks
        </Button>
      )}
    >
      {(close) => (
        <ConnectionGate provider="google" headingLevel={3}>
          <AddToTasksForm repository={repository} issue={issue} close={close} />
        </ConnectionGate>
      )}
    </Popover>
  )
}

function AddToTasksForm({
  repository,
  issue,
  close,
}: AddToTasksProps & { close: () => void }): React.JSX.Element {
  const [dueDate, setDueDate] = useState('')
  const addTask = useAddTask()
  const showToast = useToast()

  function submit(event: FormEvent): void {
    event.preventDefault()
    const notes = notesFor(repository, issue, window.location.origin)
    addTask.mutate(
      { title: issue.title, notes, dueDate },
      {
        onSuccess() {
          showToast({ tone: 'success', text: `#${issue.number} is in your tasks.` })
          close()
        },
      },
    )
  }

  return (
    <form className={styles.form} onSubmit={submit}>
      <Field label="Due date" hint="Optional.">
        {(control) => (
          <input
            {...control}
            type="date"
            value={dueDate}
            onChange={(event) => setDueDate(event.target.value)}
          />
        )}
      </Field>
      {addTask.isError && (
        <p role="alert" className={styles.failure}>
          It was not added. {toErrorMessage(addTask.error).title}.
        </p>
      )}
      <Button variant="primary" type="submit" isBusy={addTask.isPending}>
        Add task
      </Button>
    </form>
  )
}
