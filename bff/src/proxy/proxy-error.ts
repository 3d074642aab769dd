import { BffError } from '../errors.ts'

const TIMEOUTS = new Set(['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'])

/**
 * Turns whatever ended an upstream call into what the browser may know: that the API was late, or that
 * it could not be reached. Hosts, addresses and protocol details stay in the log.
 *
 * @see RFC 9110 sections 15.6.3 and 15.6.5
 */
export function toProxyError(error: unknown): BffError {
  if (error instanceof BffError) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (TIMEOUTS.has(code)) {
    return new BffError('upstream_timeout', 'The API did not answer in time.', { cause: error })
  }
  return new BffError('upstream_unreachable', 'The API could not be reached.', { cause: error })
}
