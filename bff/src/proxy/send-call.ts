import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import type { SessionAccess } from '../session/access.ts'
import { buildAnswerHeaders } from './answer-headers.ts'
import type { RequestBody } from './request-body.ts'
import { buildRequestHeaders } from './request-headers.ts'
import type { RouteRule } from './route-matcher.ts'
import type { Upstream } from './upstream.ts'
import { type AnswerHead, UpstreamAnswer } from './upstream-answer.ts'

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

/** What goes along with a token that is bound to a key. */
interface Proof {
  /** Names and values by turns. */
  readonly headers: readonly string[]
  /** Sees the head of the answer that is passed on. */
  readonly onHead: (received: AnswerHead) => void
}

/** One sending of a call. */
interface Attempt {
  readonly body: RequestBody
  /** A bearer token. Absent: the call carries none, or a bound one. */
  readonly accessToken?: string | undefined
  readonly proof?: Proof
  /** What becomes of a 401: it is kept back for a replay, or passed on like any answer. */
  readonly unauthorized: 'hold' | 'pass'
}

/** Sends a call to its upstream once, and the answer to the browser. */
export function sendCall(call: ProxiedCall, attempt: Attempt): UpstreamAnswer {
  const { req, res, upstream, rule } = call
  const { body, accessToken, proof, unauthorized } = attempt
  const { basePath } = upstream.rewriteScope
  const headers = buildRequestHeaders(req, upstream.requestHeaders, accessToken)
  if (proof) headers.push(...proof.headers)
  if (body.kind === 'streamed' && body.length !== undefined) headers.push('content-length', body.length)
  const answered = { cache: rule.cache, path: call.path, scope: upstream.rewriteScope }
  const answer = new UpstreamAnswer({
    res,
    unauthorized,
    stepUp: upstream.stepUp,
    session: call.session,
    readWithinMs: upstream.idleBodyMs,
    toHead: (received) => {
      proof?.onHead(received)
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
