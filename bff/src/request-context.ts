import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from './logger.ts'

/** What is known of a request besides its headers. */
export interface RequestContext {
  /** Names this request in logs and in problem answers. */
  readonly requestId: string
  /** Logger that carries the request id. */
  readonly log: Logger
  /** Yields the address it comes from, or that of the nearest proxy that did not say. */
  readonly clientAddress: (req: IncomingMessage) => string
}

/**
 * Gives a request its context, and writes one log line when its answer is done. Called again, it yields the same.
 *
 * @param res Absent for an upgrade, whose end whoever answers it logs.
 */
export type BeginRequest = (req: IncomingMessage, res?: ServerResponse) => RequestContext

/** What contexts are made of. */
interface Around extends Pick<RequestContext, 'log' | 'clientAddress'> {
  now: () => number
}

const CONTEXT = Symbol('context of a request')

/** On the request itself: a map from requests to contexts would be the garbage collector's work, for every request. */
interface Begun {
  [CONTEXT]?: RequestContext
}

/**
 * Creates what gives requests an id and a logger.
 * Logged paths carry no query: a callback's query holds the authorization code.
 */
export function createBeginRequest(around: Around): BeginRequest {
  const { log, now } = around
  // These lines are made of nothing that could have to be redacted, and looking costs more than writing.
  const lines = log.child({}, { redact: [] })

  return function beginRequest(req: IncomingMessage & Begun, res) {
    if (req[CONTEXT]) return req[CONTEXT]

    const context = new LazyContext(around)
    req[CONTEXT] = context
    if (!res) return context
    const startedAt = now()
    const path = pathOf(req.url ?? '/')
    res.on('close', () => {
      const { requestId } = context
      const outcome = { requestId, method: req.method, path, status: res.statusCode, ms: now() - startedAt }
      lines.info(res.writableFinished ? outcome : { ...outcome, aborted: true }, 'request')
    })
    return context
  }
}

/**
 * @throws {TypeError} when no {@link BeginRequest} has seen the request: a middleware is missing.
 */
export function requestContext(req: IncomingMessage & Begun): RequestContext {
  const context = req[CONTEXT]
  if (!context) throw new TypeError('the request has no context: it must be begun first')
  return context
}

/** The target as it was sent. Express cuts the mount path off `url`; the whole of it stays in `originalUrl`. */
export function wholeTarget(req: IncomingMessage): string {
  return 'originalUrl' in req && typeof req.originalUrl === 'string' ? req.originalUrl : (req.url ?? '/')
}

/** A request target without its query. */
export function pathOf(target: string): string {
  const queryAt = target.indexOf('?')
  return queryAt === -1 ? target : target.slice(0, queryAt)
}

/** Most requests log nothing but their one line. */
class LazyContext implements RequestContext {
  readonly requestId: string = randomUUID()
  readonly #around: Around
  #log: Logger | undefined

  constructor(around: Around) {
    this.#around = around
  }

  get log(): Logger {
    this.#log ??= this.#around.log.child({ requestId: this.requestId })
    return this.#log
  }

  get clientAddress(): Around['clientAddress'] {
    return this.#around.clientAddress
  }
}
