import type { WebSocket } from 'ws'

/** How a connection is closed. */
export interface SocketClose {
  /** Absent: the close frame says nothing. */
  readonly code?: number
  readonly reason?: string | Buffer
}

/** Codes that stand for what no close frame says. RFC 6455 section 7.4.1. */
const NO_STATUS = 1005
const ABNORMAL = 1006

/** One side ended without a close frame, and the other one has to be told something. */
export const UPSTREAM_LOST: SocketClose = { code: 1011, reason: 'upstream connection lost' }
export const BROWSER_LOST: SocketClose = { code: 1001 }

/**
 * Turns how one side has closed into how to close the other one: the same way, where that can be said.
 *
 * @param lost What to say when it broke off.
 */
export function passedOn(code: number, reason: Buffer, lost: SocketClose): SocketClose {
  if (code === ABNORMAL) return lost
  return code === NO_STATUS ? {} : { code, reason }
}

/** Begins to close; what was to be sent before still is. */
export function closeSocket(socket: WebSocket, { code, reason }: SocketClose): void {
  if (code === undefined) socket.close()
  else socket.close(code, reason)
  // Paused, it would never read the answer.
  socket.resume()
}
