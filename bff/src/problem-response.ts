import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
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

/** What problem details look like on the wire. */
interface ProblemAnswer {
  headers: Record<string, string>
  body: string
}

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
  setErrorHeaders(res, error)
  const { headers, body } = toAnswer(error, requestContext(req).requestId, error.status)
  res.writeHead(error.status, headers)
  res.end(req.method === 'HEAD' ? undefined : body)
}

/**
 * Spells problem details as the last message of a connection, for where there is no response to write
 * to: what could not be read as a request, and connections that were to become something else.
 *
 * @param requestId Names the refusal in the log.
 * @param status A more exact status of the same code.
 */
export function problemMessage(error: BffError, requestId: string, status: number = error.status): string {
  const { headers, body } = toAnswer(error, requestId, status)
  const all = { ...demandedHeaders(error), ...headers, 'X-Request-Id': requestId, Connection: 'close' }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`
}

function toAnswer(error: BffError, requestId: string, status: number): ProblemAnswer {
  const { details } = error
  const problem: Problem = {
    type: PROBLEM_TYPE + error.code,
    title: problemTitle(error.code),
    status,
    code: error.code,
    detail: error.message,
    requestId,
    ...(details.provider === undefined ? {} : { provider: details.provider }),
    ...(details.missingScopes === undefined ? {} : { missingScopes: [...details.missingScopes] }),
    ...(details.maxAge === undefined ? {} : { maxAge: details.maxAge }),
    ...(details.acrValues === undefined ? {} : { acrValues: [...details.acrValues] }),
  }
  const body = JSON.stringify(problem)
  const headers = {
    'Content-Type': 'application/problem+json; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(body)),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  }
  return { headers, body }
}

/** Sets the headers that a status demands, whatever the body is. */
export function setErrorHeaders(res: ServerResponse, error: BffError): void {
  for (const [name, value] of Object.entries(demandedHeaders(error))) res.setHeader(name, value)
}

function demandedHeaders({ status, details }: BffError): Record<string, string> {
  const { allow, retryAfterSeconds } = details
  if (status === 401) return { 'WWW-Authenticate': 'Session' }
  if (status === 405) return { Allow: (allow ?? []).join(', ') }
  if (status === 429 || status === 503) {
    return { 'Retry-After': String(retryAfterSeconds ?? DEFAULT_RETRY_AFTER_SECONDS) }
  }
  return {}
}
