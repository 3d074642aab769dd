import type { Request } from 'express'
import type { Task } from '../data/task.ts'

/** Tells whether a task belongs into a list answer, by the `show…`, `due…`, `completed…` and `updatedMin` parameters. */
export function isSelected(task: Task, query: Request['query']): boolean {
  const { dueMin, dueMax, completedMin, completedMax, updatedMin } = query
  if (task.deleted && query.showDeleted !== 'true') return false
  if (task.hidden && query.showHidden !== 'true') return false
  if (task.status === 'completed' && query.showCompleted === 'false') return false
  return (
    isBetween(task.due, dueMin, dueMax) &&
    isBetween(task.completed, completedMin, completedMax) &&
    isBetween(task.updated, updatedMin, undefined)
  )
}

function isBetween(time: string | undefined, min: unknown, max: unknown): boolean {
  if (min === undefined && max === undefined) return true
  if (time === undefined) return false
  const instant = Date.parse(time)
  // The upper bound is exclusive, the lower one is not.
  const isEarly = min !== undefined && instant < Date.parse(String(min))
  const isLate = max !== undefined && instant >= Date.parse(String(max))
  return !isEarly && !isLate
}
