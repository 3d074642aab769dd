import express, { type Express, type Response } from 'express'
import type Provider from 'oidc-provider'
import type { RequestLog } from '../../request-log.ts'
import type { WorldClock } from '../../world-clock.ts'
import { answerApiError, GoogleApiError } from '../api-error.ts'
import type { WorkspaceData } from '../data/workspace-data.ts'
import { endpointFault, type Faults } from '../faults.ts'
import type { GoogleEndpoint } from '../google-endpoint.ts'
import { calendarRoutes } from './calendar-routes.ts'
import { taskListRoutes } from './task-list-routes.ts'
import { taskRoutes } from './task-routes.ts'
import { personOf, scopeGate, tokenGate } from './token-gate.ts'

/** What the API listener serves. */
export interface ApiParts {
  provider: Provider
  data: WorkspaceData
  requests: RequestLog<GoogleEndpoint>
  faults: Faults
  clock: WorldClock
  /** Public URLs of the two APIs. */
  urls: { tasks: string; calendar: string }
}

/** Creates the app behind `tasks.googleapis.com` and `www.googleapis.com`. */
export function createApiApp({ provider, data, requests, faults, clock, urls }: ApiParts): Express {
  const app = express().disable('x-powered-by').disable('etag')
  app.use(
    requests.record(apiEndpoint),
    endpointFault(() => faults.api),
  )
  app.use(noStore, tokenGate(provider), express.json())

  const bookOf = (res: Response) => data.tasksOf(personOf(res))
  const lists = taskListRoutes(bookOf, urls.tasks)
  const tasks = taskRoutes({ bookOf, base: urls.tasks, clock })
  app.use('/tasks/v1', scopeGate(['tasks.readonly'], ['tasks']), lists, tasks)

  const calendar = calendarRoutes((res) => data.eventsOf(personOf(res)), urls.calendar)
  app.use('/calendar/v3', calendar)

  app.use(() => {
    throw new GoogleApiError('notFound', 'Requested entity was not found.')
  }, answerApiError)
  return app
}

function noStore(_req: express.Request, res: Response, next: express.NextFunction): void {
  res.set({ 'Cache-Control': 'private', Vary: 'Origin, X-Origin, Referer' })
  next()
}

function apiEndpoint(path: string): GoogleEndpoint {
  return path.startsWith('/calendar/') ? 'calendar' : 'tasks'
}
