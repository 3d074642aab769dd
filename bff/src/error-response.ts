import type { ErrorRequestHandler, Request } from 'express'
import { auditRequest } from './audit.ts'
import { BffError } from './errors.ts'
import { problemTitle, sendProblem, setErrorHeaders } from './problem-response.ts'
import { requestContext } from './request-context.ts'
import { isNavigation } from './security/navigation.ts'
import { sendErrorPage } from './security/pages.ts'
import { actorOf } from './session/actor.ts'

/**
 * The one place where a route's failure becomes an answer: a page for a person who navigated
 * here, problem details for everybody else.
 */
export function errorResponse(): ErrorRequestHandler {
  return function errorRoute(thrown, req, res, _next) {
    const error = toBffError(thrown)
    const { log, requestId } = requestContext(req)
    if (error.status >= 500) log.error({ error: thrown }, 'request failed')
    else if (error.code === 'csrf') recordForgery(req, error)
    else log.info({ problem: error.code, error: thrown }, 'request refused')

    if (res.headersSent || !isNavigation(req.headers)) return sendProblem(req, res, error)
    setErrorHeaders(res, error)
    sendErrorPage(res, error, problemTitle(error.code), requestId)
  }
}

/** Most calls are refused before anybody looks whose they are. */
function recordForgery(req: Request, error: BffError): void {
  const signedIn = req.session?.signedIn
  const actor = actorOf(signedIn && { sessionId: req.sessionID, signedIn })
  auditRequest(req, { audit: 'csrf_refused', ...actor, reason: error.code, error })
}

/** Errors of Express and of its body parser carry a status; anything else is a bug of ours. */
function toBffError(thrown: unknown): BffError {
  if (thrown instanceof BffError) return thrown
  const status = thrown instanceof Error && 'status' in thrown ? thrown.status : undefined
  if (status === 413) return new BffError('payload_too_large', 'The body is larger than this route takes.')
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new BffError('invalid_request', 'The request cannot be read: check its address, headers and body.')
  }
  return new BffError(
    'internal_error',
    'Something went wrong here; the log has the details under this request id.',
    {
      cause: thrown,
    },
  )
}
