import type { IncomingHttpHeaders } from 'node:http'
import type { Logger } from '../logger.ts'
import type { RequestHeaderRules } from './request-headers.ts'
import { isForwardable } from './request-headers.ts'

/** Enough for any real client; keeps a noisy one from filling the memory. */
const MAX_NAMES = 200

/**
 * Creates a development aid: names each request header that was not forwarded although
 * `forwardRequestHeaders` could let it through, once. Values are never logged.
 */
export function createDroppedHeaderLog(
  upstreamId: string,
  rules: RequestHeaderRules,
  log: Logger,
): (headers: IncomingHttpHeaders) => void {
  const known = new Set([...rules.forwarded, ...rules.fixed])

  return function logDroppedHeaders(headers) {
    for (const name of Object.keys(headers)) {
      if (known.has(name) || !isForwardable(name) || known.size > MAX_NAMES) continue
      known.add(name)
      log.debug({ upstream: upstreamId, header: name }, 'request header not forwarded')
    }
  }
}
