import type { Duplex } from 'node:stream'
import type { BffError } from '../errors.ts'
import { problemMessage } from '../problem-response.ts'

/** How long a client may take to read the answer and close. */
const LINGER_MS = 2_000

/** Answers a request for an upgrade with problem details, as HTTP, and ends the connection. */
export function refuseUpgrade(socket: Duplex, error: BffError, requestId: string): void {
  if (!socket.writable) return void socket.destroy()
  socket.end(problemMessage(error, requestId))
  // Bytes that stay unread would turn the end into a reset, which can overtake the answer.
  socket.resume()
  const linger = setTimeout(() => socket.destroy(), LINGER_MS)
  socket.once('close', () => clearTimeout(linger))
}
