import { callUpstream, type Upstream, type UpstreamCall } from '../api/call-upstream.ts'
import { type Task, type TaskDraft, toTask, type WireTask } from './task.ts'
import { toTaskDue } from './task-due.ts'

/** One page of tasks. */
export interface TaskPage {
  tasks: readonly Task[]
  /** Token of the page after this one; absent on the last. */
  next?: string
}

/** The calls to Google Tasks that this app makes, all to the person's default list. */
export interface TasksApi {
  list(pageToken: string | undefined, signal: AbortSignal): Promise<TaskPage>
  create(draft: TaskDraft): Promise<Task>
  setDone(id: string, isDone: boolean): Promise<Task>
}

const LIST = '/lists/@default/tasks'

/** Creates the calls to Google Tasks on top of the SDK's `api('tasks')`. */
export function createTasksApi(upstream: Upstream): TasksApi {
  async function json<T>(path: string, call: UpstreamCall): Promise<T> {
    return (await callUpstream(upstream, path, call)).json()
  }

  return {
    async list(pageToken, signal) {
      const query = new URLSearchParams({ maxResults: '50', showCompleted: 'true', showHidden: 'true' })
      if (pageToken) query.set('pageToken', pageToken)
      const page = await json<{ items?: WireTask[]; nextPageToken?: string }>(`${LIST}?${query}`, { signal })
      return {
        tasks: (page.items ?? []).map(toTask),
        ...(page.nextPageToken && { next: page.nextPageToken }),
      }
    },
    async create({ title, notes, dueDate }) {
      const body = { title, ...(notes && { notes }), ...(dueDate && { due: toTaskDue(dueDate) }) }
      return toTask(await json<WireTask>(LIST, { method: 'POST', body }))
    },
    async setDone(id, isDone) {
      const body = { status: isDone ? 'completed' : 'needsAction' }
      return toTask(await json<WireTask>(`${LIST}/${encodeURIComponent(id)}`, { method: 'PATCH', body }))
    },
  }
}
