import type { IncomingMessage, ServerResponse } from 'node:http'
import { PROBLEM_TYPE, type Problem, type ProblemCode } from '@coatcheck/sdk/wire'
import type { BffError } from './errors.ts'
import { requestContext } from './request-context.ts'

const TITLES: Record<ProblemCode, string> = {
  invalid_request: 'The request is not valid',
  unauthenticated: 'Not signed in',
  reauth_required: 'The connection must be authorized again',
  csrf: 'The request is not proven to come from this app',
  not_connected: 'The account is not connected',
  insufficient_scope: 'More permission is needed',
  step_up_required: 'A fresh sign-in is needed',
  route_not_found: 'There is no such route',
  method_not_allowed: 'The method is not allowed here',
  payload_too_large: 'The request body is too large',
  rate_limited: 'Too many requests',
  upstream_unreachable: 'The API could not be reached',
  provider_unavailable: 'The provider could not be reached',
  session_store_unavailable: 'The session store could not be reached',
  upstream_timeout: 'The API did not answer in time',
  internal_error: 'Something went wrong',
}

/** The human name of a code, the same in problem details and on pages. */
export function problemTitle(code: ProblemCode): string {
  return TITLES[code]
}

const DEFAULT_RETRY_AFTER_SECONDS = 5

/**
 * Answers with problem details. Works on Node's own response, so that it serves routes
 * inside and outside Express alike. When the answer has begun already, the connection is
 * cut instead: a truncated answer must not look complete.
 *
 * @see RFC 9457, RFC 9110 sections 10.2.3, 11.6.1 and 15.5.6
 */
export function sendProblem(req: IncomingMessage, res: ServerResponse, error: BffError): void {
  if (res.headersSent) {
    res.destroy()
    return
  }
  const { details } = error
  const problem: Problem = {
    type: PROBLEM_TYPE + error.code,
    title: problemTitle(error.code),
    status: error.status,
    code: error.code,
    detail: error.message,
    requestId: requestContext(req).requestId,
    ...(details.provider === undefined ? {} : { provider: details.provider }),
    ...(details.missingScopes === undefined ? {} : { missingScopes: [...details.missingScopes] }),
  }

  setErrorHeaders(res, error)
  const body = JSON.stringify(problem)
  res.writeHead(error.status, {
    'Content-Type': 'application/problem+json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  })
  res.end(req.method === 'HEAD' ? undefined : body)
}

/** The headers that a status demands, whatever the body is. */
export function setErrorHeaders(res: ServerResponse, error: BffError): void {
  const { allow, retryAfterSeconds } = error.details
  if (error.status === 401) res.setHeader('WWW-Authenticate', 'Session')
  if (error.status === 405) res.setHeader('Allow', (allow ?? []).join(', '))
  if (error.status === 429 || error.status === 503) {
    res.setHeader('Retry-After', String(retryAfterSeconds ?? DEFAULT_RETRY_AFTER_SECONDS))
  }
}
