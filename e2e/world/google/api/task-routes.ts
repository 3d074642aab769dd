import { type Request, type RequestHandler, type Response, Router } from 'express'
import type { WorldClock } from '../../world-clock.ts'
import type { TaskBook, TaskPlace } from '../data/task-book.ts'
import { writeTaskFields } from '../data/task-fields.ts'
import { etagOf, requireMatch } from './etag.ts'
import { pageOf } from './paging.ts'
import { toTaskResource } from './task-resource.ts'
import { isSelected } from './task-selection.ts'

/** What the task routes depend on. */
export interface TaskRouteParts {
  bookOf: (res: Response) => TaskBook
  /** Public URL of the Tasks API, for the links in the answers. */
  base: string
  clock: WorldClock
}

const PAGE_SIZE = { fallback: 20, max: 100 }
const LIST = '/lists/:list'
const TASKS = `${LIST}/tasks`
const TASK = `${TASKS}/:task`

type ListRequest = Request<{ list: string }>
type TaskRequest = Request<{ list: string; task: string }>
type TaskHandler = RequestHandler<{ list: string; task: string }>

/** Serves `lists/{tasklist}/tasks`. */
export function taskRoutes(parts: TaskRouteParts): Router {
  const { bookOf, base } = parts
  return Router()
    .get(TASKS, (req, res) => {
      const list = bookOf(res).list(req.params.list)
      const selected = list.tasks.filter((task) => isSelected(task, req.query))
      const { items, nextPageToken } = pageOf(req, selected, PAGE_SIZE)
      const resources = items.map((task) => toTaskResource(task, list, base))
      res.json({ kind: 'tasks#tasks', etag: etagOf(resources), nextPageToken, items: resources })
    })
    .post(TASKS, (req, res) => {
      const list = bookOf(res).list(req.params.list)
      const task = bookOf(res).insertTask(list, req.body, placeOf(req))
      res.json(toTaskResource(task, list, base))
    })
    .post(`${LIST}/clear`, (req, res) => {
      for (const task of bookOf(res).list(req.params.list).tasks) {
        if (task.status === 'completed') task.hidden = true
      }
      res.status(204).end()
    })
    .use(singleTaskRoutes(parts))
}

function singleTaskRoutes({ bookOf, base, clock }: TaskRouteParts): Router {
  const now = () => new Date(clock.now()).toISOString()
  const locate = (req: TaskRequest, res: Response) => {
    const list = bookOf(res).list(req.params.list)
    const task = bookOf(res).task(list, req.params.task)
    return { list, task, resource: () => toTaskResource(task, list, base) }
  }
  const write =
    (toBody: (sent: object) => object): TaskHandler =>
    (req, res) => {
      const { task, resource } = locate(req, res)
      requireMatch(req, resource())
      writeTaskFields(task, toBody(req.body), now())
      res.json(resource())
    }

  return Router()
    .get(TASK, (req, res) => {
      res.json(locate(req, res).resource())
    })
    .patch(
      TASK,
      write((sent) => sent),
    )
    .put(
      TASK,
      // A full update clears what it leaves out.
      write((sent) => ({ notes: null, due: null, completed: null, ...sent })),
    )
    .delete(TASK, (req, res) => {
      const { task, resource } = locate(req, res)
      requireMatch(req, resource())
      Object.assign(task, { deleted: true, updated: now() })
      res.status(204).end()
    })
    .post(`${TASK}/move`, (req, res) => {
      const { list, task } = locate(req, res)
      const target = bookOf(res).list(textOf(req.query.destinationTasklist) ?? list.id)
      const moved = bookOf(res).moveTask(list, task.id, target, placeOf(req))
      res.json(toTaskResource(moved, target, base))
    })
}

function placeOf({ query }: ListRequest): TaskPlace {
  return { parent: textOf(query.parent), previous: textOf(query.previous) }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
