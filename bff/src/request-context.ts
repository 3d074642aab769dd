import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from './logger.ts'

/** What is known of a request besides its headers. */
export interface RequestContext {
  /** Names this request in logs and in problem answers. */
  requestId: string
  /** Logger that carries the request id. */
  log: Logger
}

const contexts = new WeakMap<IncomingMessage, RequestContext>()

/**
 * Gives the request an id and a logger, and writes one line when its answer is done.
 * Logged paths carry no query: a callback's query holds the authorization code.
 *
 * @returns The context; the same one that {@link requestContext} gives later.
 */
export function beginRequest(
  req: IncomingMessage,
  res: ServerResponse,
  deps: { log: Logger; now: () => number },
): RequestContext {
  const known = contexts.get(req)
  if (known) return known

  const requestId = randomUUID()
  const context = { requestId, log: deps.log.child({ requestId }) }
  contexts.set(req, context)
  const startedAt = deps.now()
  const path = (req.url ?? '/').split('?', 1)[0]
  res.setHeader('X-Request-Id', requestId)
  res.once('close', () => {
    const outcome = { method: req.method, path, status: res.statusCode, ms: deps.now() - startedAt }
    context.log.info(res.writableFinished ? outcome : { ...outcome, aborted: true }, 'request')
  })
  return context
}

/**
 * @throws {TypeError} when {@link beginRequest} has not seen the request: a middleware is missing.
 */
export function requestContext(req: IncomingMessage): RequestContext {
  const context = contexts.get(req)
  if (!context) throw new TypeError('the request has no context: beginRequest must run first')
  return context
}
