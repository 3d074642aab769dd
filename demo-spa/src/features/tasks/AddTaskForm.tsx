import { Plus } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { classNames } from '../../ui/class-names.ts'
import { controlClass } from '../../ui/Field.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { toErrorMessage } from '../api/error-message.ts'
import styles from './AddTaskForm.module.css'
import { useAddTask } from './useAddTask.ts'

/** One line to write a task in, with a due date if it has one. */
export function AddTaskForm(): React.JSX.Element {
  const [title, setTitle] = useState('')
  const [dueDate, setDueDate] = useState('')
  const addTask = useAddTask()

  function submit(event: FormEvent): void {
    event.preventDefault()
    if (addTask.isPending) return
    addTask.mutate(
      { title: title.trim(), dueDate },
      {
        onSuccess() {
          setTitle('')
          setDueDate('')
        },
      },
    )
  }

  return (
    <form className={styles.form} onSubmit={submit}>
      <div className={styles.line}>
        <input
          className={controlClass}
          aria-label="New task"
          placeholder="Add a task"
          required
          value={title}
          onChange={(event) => setTitle(event.target.value)}
        />
        <IconButton type="submit" label="Add task" disabled={!title.trim()} className={styles.add}>
          <Plus size={16} aria-hidden />
        </IconButton>
      </div>
      {title && (
        <input
          type="date"
          className={classNames(controlClass, styles.date)}
          aria-label="Due date"
          value={dueDate}
          onChange={(event) => setDueDate(event.target.value)}
        />
      )}
      {addTask.isError && (
        <p role="alert" className={styles.failure}>
          The task was not added. {toErrorMessage(addTask.error).title}.
        </p>
      )}
    </form>
  )
}
