import type { IncomingMessage } from 'node:http'
import { BffError } from '../errors.ts'

const KEY = /^[A-Za-z0-9+/]{22}==$/
/** RFC 6455 section 4.1. */
export const WEBSOCKET_VERSION = '13'

/** The client speaks another version of the protocol, or names none; the answer has to tell it ours. */
export const OTHER_VERSION: BffError = new BffError(
  'invalid_request',
  `Sec-WebSocket-Version must be ${WEBSOCKET_VERSION}.`,
)

/** RFC 9110 section 5.6.2. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

/**
 * Reads a WebSocket handshake and refuses what is none, before anybody else is asked to open one.
 *
 * @returns The subprotocols offered, in the client's order.
 * @throws {BffError} `method_not_allowed` (405): not a GET.
 * @throws {BffError} `invalid_request` (400): another protocol, a body, or a field that breaks the rules.
 * @throws {BffError} {@link OTHER_VERSION}.
 * @see RFC 6455 section 4.2.1
 */
export function readHandshake(req: IncomingMessage): readonly string[] {
  const { headers, method } = req
  if (method !== 'GET') {
    throw new BffError('method_not_allowed', 'A WebSocket is opened with GET.', { allow: ['GET'] })
  }
  if (headers.upgrade?.toLowerCase() !== 'websocket') {
    throw refused('The only protocol to upgrade to here is websocket.')
  }
  if (headers.host === undefined) throw refused('The request has no Host header.')
  if (headers['sec-websocket-version'] !== WEBSOCKET_VERSION) throw OTHER_VERSION
  if (!KEY.test(headers['sec-websocket-key'] ?? '')) {
    throw refused('Sec-WebSocket-Key must be 16 bytes in base64.')
  }
  // What follows the header would be a body to one reader, and frames to another.
  if (headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0') {
    throw refused('A WebSocket handshake has no body.')
  }
  return readProtocols(headers['sec-websocket-protocol'])
}

function readProtocols(value: string | undefined): string[] {
  if (value === undefined) return []
  const protocols = value.split(',').map((protocol) => protocol.trim())
  if (!protocols.every((protocol) => TOKEN.test(protocol)) || new Set(protocols).size < protocols.length) {
    throw refused('Sec-WebSocket-Protocol must list distinct tokens.')
  }
  return protocols
}

function refused(reason: string): BffError {
  return new BffError('invalid_request', reason)
}
