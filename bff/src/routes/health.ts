import type { RequestHandler, Response } from 'express'
import { requestContext } from '../request-context.ts'
import type { RouteDeps } from './route-deps.ts'

/** `GET /bff/health/live`: this process answers. Asks nothing of anybody else. */
export function live(): RequestHandler {
  return function liveRoute(_req, res) {
    res.json({ status: 'ok' })
  }
}

/**
 * `GET /bff/health/ready`: 200 when sessions can be read, else 503.
 *
 * @param retiring Aborted when this process is about to stop: 503 from then on, so that calls go to others.
 */
export function ready({ records }: Pick<RouteDeps, 'records'>, retiring?: AbortSignal): RequestHandler {
  return async function readyRoute(req, res) {
    if (retiring?.aborted) return sayUnavailable(res)
    try {
      await records.ping()
      res.json({ status: 'ready' })
    } catch (error) {
      requestContext(req).log.warn({ error }, 'not ready')
      sayUnavailable(res)
    }
  }
}

function sayUnavailable(res: Response): void {
  res.status(503).set('Retry-After', '2').json({ status: 'unavailable' })
}
