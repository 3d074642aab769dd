import type { Duplex } from 'node:stream'
import type { BffError } from '../errors.ts'
import { problemMessage } from '../problem-response.ts'
import { OTHER_VERSION, WEBSOCKET_VERSION } from './handshake-request.ts'

/** How long a client may take to read the answer and close. */
const LINGER_MS = 2_000

/** Answers a request for an upgrade with problem details, as HTTP, and ends the connection. */
export function refuseUpgrade(socket: Duplex, error: BffError, requestId: string): void {
  if (!socket.writable) return void socket.destroy()
  socket.end(error === OTHER_VERSION ? upgradeRequired(requestId) : problemMessage(error, requestId))
  // Bytes that stay unread would turn the end into a reset, which can overtake the answer.
  socket.resume()
  const linger = setTimeout(() => socket.destroy(), LINGER_MS)
  socket.once('close', () => clearTimeout(linger))
}

/** RFC 6455 section 4.2.2 and RFC 9110 section 15.5.22 want the client told what would be accepted. */
function upgradeRequired(requestId: string): string {
  const [statusLine, ...rest] = problemMessage(OTHER_VERSION, requestId, 426).split('\r\n')
  const offer = ['Upgrade: websocket', 'Connection: Upgrade', `Sec-WebSocket-Version: ${WEBSOCKET_VERSION}`]
  return [statusLine, ...offer, ...rest].join('\r\n')
}
