import { type RequestHandler, type Response, Router } from 'express'
import { GoogleApiError } from '../api-error.ts'
import type { TaskBook } from '../data/task-book.ts'
import { etagOf } from './etag.ts'
import { pageOf } from './paging.ts'
import { toTaskListResource } from './task-resource.ts'

const PAGE_SIZE = { fallback: 1000, max: 1000 }

/**
 * Serves `users/@me/lists`.
 *
 * @param base Public URL of the Tasks API, for the links in the answers.
 */
export function taskListRoutes(bookOf: (res: Response) => TaskBook, base: string): Router {
  const rename: RequestHandler<{ list: string }> = (req, res) => {
    const list = bookOf(res).list(req.params.list)
    list.title = titleOf(req.body)
    res.json(toTaskListResource(list, base))
  }

  return Router()
    .get('/users/@me/lists', (req, res) => {
      const { items, nextPageToken } = pageOf(req, bookOf(res).lists(), PAGE_SIZE)
      const resources = items.map((list) => toTaskListResource(list, base))
      res.json({ kind: 'tasks#taskLists', etag: etagOf(resources), nextPageToken, items: resources })
    })
    .post('/users/@me/lists', (req, res) => {
      res.json(toTaskListResource(bookOf(res).insertList(titleOf(req.body)), base))
    })
    .get('/users/@me/lists/:list', (req, res) => {
      res.json(toTaskListResource(bookOf(res).list(req.params.list), base))
    })
    .patch('/users/@me/lists/:list', rename)
    .put('/users/@me/lists/:list', rename)
    .delete('/users/@me/lists/:list', (req, res) => {
      bookOf(res).removeList(req.params.list)
      res.status(204).end()
    })
}

function titleOf(body: unknown): string {
  const { title } = (body ?? {}) as { title?: unknown }
  if (typeof title !== 'string' || title === '')
    throw new GoogleApiError('required', 'Missing task list title')
  return title
}
