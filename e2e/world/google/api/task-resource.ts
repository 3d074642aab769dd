import type { Task, TaskList } from '../data/task.ts'
import { etagOf } from './etag.ts'

/** Shows a task list as `tasks#taskList`. */
export function toTaskListResource({ id, title, updated }: TaskList, base: string): { etag: string } {
  const resource = { kind: 'tasks#taskList', id, title, updated, selfLink: `${base}/users/@me/lists/${id}` }
  return { ...resource, etag: etagOf(resource) }
}

/** Shows a task as `tasks#task`, with its position among its siblings. */
export function toTaskResource(task: Task, list: TaskList, base: string): { etag: string } {
  const siblings = list.tasks.filter(({ parent }) => parent === task.parent)
  const resource = {
    kind: 'tasks#task',
    ...task,
    selfLink: `${base}/lists/${list.id}/tasks/${task.id}`,
    position: String(siblings.indexOf(task)).padStart(20, '0'),
    links: [],
    webViewLink: `${base}/lists/${list.id}/tasks/${task.id}`,
  }
  return { ...resource, etag: etagOf(resource) }
}
