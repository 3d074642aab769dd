import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import type { AccessGrant, SessionAccess } from '../session/access.ts'
import { buildAnswerHeaders } from './answer-headers.ts'
import type { RequestBody } from './request-body.ts'
import { takeRequestBody } from './request-body.ts'
import { buildRequestHeaders } from './request-headers.ts'
import type { RouteRule } from './route-matcher.ts'
import type { Upstream } from './upstream.ts'
import { UpstreamAnswer } from './upstream-answer.ts'

/** A call that may go out: everything about it has been decided but the token. */
export interface ProxiedCall {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  readonly upstream: Upstream
  readonly rule: RouteRule
  /** Path below the upstream, in normal form. */
  readonly path: string
  readonly query: string
  readonly session: SessionAccess
  /** Said by every answer of this app; names and values by turns. */
  readonly ownHeaders: readonly string[]
}

const NO_SCOPES: readonly string[] = []

/** One sending of a call. */
interface Attempt {
  readonly body: RequestBody
  /** Absent: the call carries none. */
  readonly accessToken: string | undefined
  /** What becomes of a 401: it is kept back for a replay, or passed on like any answer. */
  readonly unauthorized: 'hold' | 'pass'
}

/**
 * Sends a call to its upstream and the answer to the browser. A 401 on a token believed fresh forces
 * one renewal and one replay, when the body can be sent again; the second answer stands.
 *
 * @throws {BffError} what the upstream's {@link Credential} throws, and `payload_too_large` (413).
 * @throws {Error} of undici, when the upstream failed.
 */
export async function forward(call: ProxiedCall): Promise<void> {
  const { req, session, upstream } = call
  const { credential } = upstream
  const { scopes = NO_SCOPES } = call.rule
  // Waiting for what is there already would cost every call a turn.
  const granted = credential.grant(session, scopes)
  const grant = granted instanceof Promise ? await granted : granted
  const taken = takeRequestBody(req, upstream.maxRequestBytes)
  const body = taken instanceof Promise ? await taken : taken
  const unauthorized = !grant || body.kind === 'streamed' ? 'pass' : 'hold'
  const answer = send(call, { body, accessToken: grant?.accessToken, unauthorized })
  if ((await answer.outcome) === 'sent' || !grant) return

  let renewed: AccessGrant | undefined
  try {
    renewed = await credential.renew(session, scopes, grant)
    if (!renewed) return await answer.release()
  } finally {
    answer.discard()
  }
  await send(call, { body, accessToken: renewed.accessToken, unauthorized: 'pass' }).outcome
}

function send(call: ProxiedCall, { body, accessToken, unauthorized }: Attempt): UpstreamAnswer {
  const { req, res, upstream, rule } = call
  const { basePath } = upstream.rewriteScope
  const headers = buildRequestHeaders(req, upstream.requestHeaders, accessToken)
  if (body.kind === 'streamed' && body.length !== undefined) headers.push('content-length', body.length)
  const answered = { cache: rule.cache, path: call.path, scope: upstream.rewriteScope }
  const answer = new UpstreamAnswer({
    res,
    unauthorized,
    readWithinMs: upstream.idleBodyMs,
    toHead: (received) => {
      const { status, headers } = upstream.adaptAnswer?.(received) ?? received
      const list = buildAnswerHeaders(status, headers, answered)
      list.push(...call.ownHeaders)
      return { status, headers: list }
    },
  })
  const path = `${basePath}${call.path}` || '/'
  upstream.pool.dispatch(
    { method: req.method ?? 'GET', path: path + call.query, headers, body: bodyOf(body) },
    answer,
  )
  return answer
}

function bodyOf(body: RequestBody): Buffer | Readable | null {
  switch (body.kind) {
    case 'none':
      return null
    case 'buffered':
      return body.bytes
    case 'streamed':
      return body.stream
  }
}
