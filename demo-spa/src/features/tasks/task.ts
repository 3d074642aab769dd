/** A Google task. */
export interface Task {
  id: string
  title: string
  notes: string
  /** RFC 3339; only its date means anything. Absent when there is none. */
  due?: string
  isDone: boolean
}

/** What a new task starts with. */
export interface TaskDraft {
  title: string
  notes?: string
  /** Calendar date, as a date input gives it. */
  dueDate?: string
}

/** A task as Google's API writes one: the fields this app reads. */
export interface WireTask {
  id: string
  title?: string
  notes?: string
  due?: string
  status: 'needsAction' | 'completed'
}

/** Turns Google's task into ours. */
export function toTask({ id, title, notes, due, status }: WireTask): Task {
  return {
    id,
    title: title || '(No title)',
    notes: notes ?? '',
    isDone: status === 'completed',
    ...(due && { due }),
  }
}

/** Orders tasks as a person works through them: open ones by due date, undated ones after those, done ones last. */
export function inWorkingOrder(tasks: readonly Task[]): Task[] {
  const rank = ({ isDone, due }: Task) => `${isDone ? 1 : 0} ${due ?? '9999'}`
  return tasks.toSorted((a, b) => rank(a).localeCompare(rank(b)))
}
