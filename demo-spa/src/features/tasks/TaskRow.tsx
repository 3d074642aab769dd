import { CalendarDays } from 'lucide-react'
import { useId, useState } from 'react'
import { Link } from 'react-router'
import { classNames } from '../../ui/class-names.ts'
import { findIssuePath } from './issue-link.ts'
import styles from './TaskRow.module.css'
import type { Task } from './task.ts'
import { dueLabel, localDate } from './task-due.ts'
import { useSetTaskDone } from './useSetTaskDone.ts'

/** One task: tick it off, see when it is due, go to the issue it came from. */
export function TaskRow({ task }: { task: Task }): React.JSX.Element {
  const id = useId()
  const setDone = useSetTaskDone()
  // The cache follows a moment later; a checkbox that waited for it would jump back under the finger.
  const [wanted, setWanted] = useState<boolean | null>(null)
  const isDone = wanted ?? task.isDone
  const path = findIssuePath(task.notes, window.location.origin)

  function tick(isTicked: boolean): void {
    setWanted(isTicked)
    setDone.mutate({ task, isDone: isTicked }, { onSettled: () => setWanted(null) })
  }

  return (
    <li className={classNames(styles.row, isDone && styles.done)}>
      <input
        id={id}
        type="checkbox"
        className={styles.check}
        checked={isDone}
        onChange={(event) => tick(event.target.checked)}
      />
      <div className={styles.text}>
        <label htmlFor={id} className={styles.title}>
          {task.title}
        </label>
        <div className={styles.facts}>
          {task.due && !isDone && <Due due={task.due} />}
          {path && (
            <Link to={path} className={styles.issue}>
              #{path.split('/').at(-1)}
            </Link>
          )}
        </div>
      </div>
    </li>
  )
}

function Due({ due }: { due: string }): React.JSX.Element {
  const { text, tone } = dueLabel(due, localDate(new Date()))
  return (
    <span className={classNames(styles.due, styles[tone])}>
      <CalendarDays size={12} aria-hidden />
      <span className="visually-hidden">Due </span>
      {text}
      {tone === 'overdue' && <span className="visually-hidden">, overdue</span>}
    </span>
  )
}
