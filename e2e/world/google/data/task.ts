/** A task as it is kept; the API adds `kind`, `etag` and links. */
export interface Task {
  id: string
  title: string
  notes?: string
  status: 'needsAction' | 'completed'
  /** RFC 3339 at midnight UTC: Google keeps the day and drops the time. */
  due?: string
  /** RFC 3339; only of completed tasks. */
  completed?: string
  /** Id of the task this one is a subtask of. */
  parent?: string
  updated: string
  /** Completed before the list was last cleared. */
  hidden?: true
  deleted?: true
}

/** A task list with its tasks in the order the person sees. */
export interface TaskList {
  id: string
  title: string
  updated: string
  tasks: Task[]
}
