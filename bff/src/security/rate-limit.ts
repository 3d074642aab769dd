import type { Request, RequestHandler } from 'express'
import { auditRequest } from '../audit.ts'
import { BffError } from '../errors.ts'

const WINDOW_MS = 60_000

/** Counts exactly, for all processes together. */
export interface Counter {
  count(counter: string, windowMs: number): Promise<{ count: number; leftMs: number }>
}

/** How often something may be asked for in a minute. */
export interface RateLimit {
  /** Names the counters; what has the same name is counted together. */
  readonly name: string
  readonly perClient: number
  /** By all clients together. Absent: as often as there are clients. */
  readonly total?: number
}

/** What every limit is made of. */
export interface RateLimitDeps {
  counter: Counter
  /** Names whoever asks. */
  clientOf: (req: Request) => string
}

/**
 * Refuses whoever asks too often, before anything is read or stored for them. While nobody can count, nobody
 * passes: what it guards needs the same store.
 *
 * One client's flood is not counted against all: only what passes for its client is.
 *
 * @throws {BffError} `rate_limited` (429): with the time until the minute is over.
 * @throws {BffError} `session_store_unavailable` (503).
 * @see RFC 9700 section 4.2.4, RFC 6585 section 4
 */
export function rateLimit(limit: RateLimit, { counter, clientOf }: RateLimitDeps): RequestHandler {
  const { name, perClient, total } = limit

  async function pass(req: Request, counted: 'client' | 'all', most: number): Promise<void> {
    const who = counted === 'all' ? 'all' : clientOf(req)
    const { count, leftMs } = await counter.count(`rate:${name}:${who}`, WINDOW_MS)
    if (count <= most) return
    // Once a minute is enough for whoever reads the log.
    if (count === most + 1) record(req, name, counted)
    throw new BffError('rate_limited', 'This was asked for too often; wait a minute and try again.', {
      retryAfterSeconds: Math.max(1, Math.ceil(leftMs / 1000)),
    })
  }

  return async function limitRate(req, _res, next) {
    await pass(req, 'client', perClient)
    if (total !== undefined) await pass(req, 'all', total)
    next()
  }
}

/** All people behind a proxy that is not trusted are one client, which shows here first. */
function record(req: Request, limit: string, counted: 'client' | 'all'): void {
  const isForwarded = req.headers['x-forwarded-for'] !== undefined
  const hint = isForwarded
    ? { hint: 'if proxies of yours sent X-Forwarded-For, trustProxy must name them' }
    : {}
  auditRequest(req, { audit: 'rate_limited', reason: 'rate_limited', limit, counted, ...hint })
}
