import { GoogleApiError } from '../api-error.ts'
import type { Task } from './task.ts'

/** The fields of a task a client may write. */
type TaskFields = Partial<Pick<Task, 'title' | 'notes' | 'status' | 'due' | 'completed'>>

const MAX_TITLE_LENGTH = 1024
const MAX_NOTES_LENGTH = 8192

/**
 * Reads the writable fields of a request body; `null` clears a field, unknown and read-only ones are ignored.
 *
 * @throws {GoogleApiError} badRequest (400): a field has the wrong type, is too long or is not a date.
 */
function readTaskFields(body: unknown): { set: TaskFields; clear: (keyof TaskFields)[] } {
  const input = (body ?? {}) as Record<string, unknown>
  const set: TaskFields = {}
  const title = textOf(input.title, 'title', MAX_TITLE_LENGTH)
  if (title !== undefined) set.title = title
  const notes = textOf(input.notes, 'notes', MAX_NOTES_LENGTH)
  if (notes !== undefined) set.notes = notes
  const due = textOf(input.due, 'due', 64)
  if (due !== undefined) set.due = toMidnight(due)
  const status = statusOf(input.status)
  if (status !== undefined) set.status = status

  const clearable = ['title', 'notes', 'due', 'completed'] as const
  return { set, clear: clearable.filter((field) => input[field] === null) }
}

/** Applies written fields to a task and keeps `status` and `completed` in step. */
export function writeTaskFields(task: Task, body: unknown, now: string): void {
  const { set, clear } = readTaskFields(body)
  Object.assign(task, set, { updated: now })
  for (const field of clear) {
    if (field === 'title') task.title = ''
    else if (field === 'notes' || field === 'due') delete task[field]
    // Clearing the completion time is how older clients reopen a task.
    else if (field === 'completed') task.status = 'needsAction'
  }
  if (task.status === 'completed') task.completed ??= now
  else {
    delete task.completed
    delete task.hidden
  }
}

function textOf(value: unknown, field: string, maxLength: number): string | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string' || value.length > maxLength) {
    throw new GoogleApiError('badRequest', `Invalid value for: ${field}`)
  }
  return value
}

function toMidnight(due: string): string {
  const day = new Date(due)
  if (Number.isNaN(day.getTime())) throw new GoogleApiError('badRequest', 'Invalid value for: due')
  return `${day.toISOString().slice(0, 10)}T00:00:00.000Z`
}

function statusOf(value: unknown): Task['status'] | undefined {
  if (value === undefined || value === null) return undefined
  if (value === 'needsAction' || value === 'completed') return value
  throw new GoogleApiError('badRequest', 'Invalid task status')
}
