import { randomUUID } from 'node:crypto'
import type { Writable } from 'node:stream'
import { BffError } from '../errors.ts'
import type { Logger } from '../logger.ts'
import { problemMessage } from '../problem-response.ts'

/** Why a connection is refused. */
export interface ConnectionRefusal {
  readonly error: BffError
  /** A more exact status than the error's own. */
  readonly status?: number
}

const UNREADABLE: ConnectionRefusal = {
  error: new BffError('invalid_request', 'The request is not well-formed HTTP/1.1.'),
}

/** By the code of Node's error. */
const REFUSALS: Record<string, ConnectionRefusal> = {
  HPE_HEADER_OVERFLOW: {
    error: new BffError('invalid_request', 'Request line and headers are larger than this server reads.'),
    status: 431,
  },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: {
    error: new BffError('payload_too_large', 'The chunks of the body have too much to say about themselves.'),
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    error: new BffError('invalid_request', 'The request did not arrive in time.'),
    status: 408,
  },
}

/**
 * What to answer when Node gave a request up before any route saw it.
 *
 * @returns undefined when nobody is left to answer.
 */
export function toRefusal(error: Error): ConnectionRefusal | undefined {
  const code = 'code' in error ? String(error.code) : ''
  return code === 'ECONNRESET' || code === 'EPIPE' ? undefined : (REFUSALS[code] ?? UNREADABLE)
}

/** Answers with problem details and closes; where the answer went, a log line with the same id tells. */
export function refuseConnection(socket: Writable, { error, status }: ConnectionRefusal, log: Logger): void {
  const requestId = randomUUID()
  log.info({ requestId, problem: error.code, error }, 'request refused')
  socket.end(problemMessage(error, requestId, status), () => socket.destroy())
}
