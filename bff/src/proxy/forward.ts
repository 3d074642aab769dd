import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AccessTokens, SessionAccess } from '../session/access.ts'
import { buildAnswerHeaders } from './answer-headers.ts'
import { rewriteLink, rewriteLocation } from './link-rewriting.ts'
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
}

/**
 * Sends a call to its upstream and the answer to the browser. A 401 on a token believed fresh forces
 * one renewal and one replay, when the body can be sent again; the second answer stands.
 *
 * @throws {BffError} what {@link AccessTokens} throws, and `payload_too_large` (413).
 * @throws {Error} of undici, when the upstream failed.
 */
export async function forward(call: ProxiedCall, accessTokens: AccessTokens): Promise<void> {
  const { session, upstream } = call
  const { providerId } = upstream
  const grant = providerId === undefined ? undefined : await accessTokens.grant(session, providerId)
  const body = await takeRequestBody(call.req, upstream.maxRequestBytes)
  if (providerId === undefined || grant === undefined) {
    await send(call, body, undefined, false).outcome
    return
  }

  const answer = send(call, body, grant.accessToken, body.kind !== 'streamed')
  if ((await answer.outcome) === 'sent') return
  const renewed = await accessTokens.renew(session, providerId, grant).catch((error: unknown) => {
    answer.discard()
    throw error
  })
  if (!renewed) return answer.release()
  answer.discard()
  await send(call, body, renewed.accessToken, false).outcome
}

function send(
  call: ProxiedCall,
  body: RequestBody,
  accessToken: string | undefined,
  holdUnauthorized: boolean,
): UpstreamAnswer {
  const { req, res, upstream, rule } = call
  const headers = buildRequestHeaders(req, upstream.requestHeaders, accessToken)
  if (body.kind === 'streamed' && body.length !== undefined) headers.push('content-length', body.length)
  const rewriter = {
    link: (value: string) => rewriteLink(value, call.path, upstream.rewriteScope),
    location: (value: string) => rewriteLocation(value, call.path, upstream.rewriteScope),
  }
  const answer = new UpstreamAnswer({
    res,
    holdUnauthorized,
    toHeaders: (status, received) => buildAnswerHeaders(status, received, rule.cache, rewriter),
  })
  const path = `${upstream.rewriteScope.basePath}${call.path}${call.query}`
  upstream.pool.dispatch(
    {
      method: req.method ?? 'GET',
      path: path.startsWith('/') ? path : `/${path}`,
      headers,
      body: bodyOf(body),
    },
    answer,
  )
  return answer
}

function bodyOf(body: RequestBody): Buffer | import('node:stream').Readable | null {
  if (body.kind === 'none') return null
  return body.kind === 'buffered' ? body.bytes : body.stream
}
