import express, { type RequestHandler } from 'express'
import { isPostedMode } from '../oauth/response-mode.ts'
import { notOurs } from './authorization-response.ts'
import { only } from './route.ts'
import type { RouteDeps } from './route-deps.ts'

const BODY_LIMIT = '16kb'

/**
 * Accepts GET on the callback, and POST of a provider that is configured to answer by a form, whose text it reads
 * as it came.
 *
 * @throws {BffError} `method_not_allowed` (405), `invalid_request` (400): too long a form, or none.
 * @see OAuth 2.0 Form Post Response Mode section 2
 */
export function formPost({ providers }: Pick<RouteDeps, 'providers'>): RequestHandler {
  const [onlyGet, either] = [only('GET'), only('GET', 'POST')]
  const readForm = express.text({ type: 'application/x-www-form-urlencoded', limit: BODY_LIMIT })
  return function readFormPost(req, res, next) {
    const provider = providers.get(req.params.provider as string)
    if (!isPostedMode(provider.responseMode)) return onlyGet(req, res, next)
    return either(req, res, () => {
      readForm(req, res, (cause?: unknown) => (cause === undefined ? next() : next(notOurs(cause))))
    })
  }
}
