import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Connections } from './connections.ts'

/** Answers the `upgrade` event of a server. */
export type UpgradeListener = (req: IncomingMessage, socket: Duplex, head: Buffer) => void

/**
 * Whether a request asks for a WebSocket. Any other upgrade is ignored, as a server may: the request
 * is answered like one that asks for none.
 *
 * @see RFC 9110 section 7.8
 */
export function asksForWebSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket'
}

/**
 * Hands connections over that are to become WebSockets. One that still owes an answer is cut: the
 * answer would end up among the frames.
 */
export function handOver(connections: Connections, upgrade: UpgradeListener): UpgradeListener {
  return function handOverConnection(req, socket, head) {
    if (connections.release(socket)) upgrade(req, socket, head)
    else socket.destroy()
  }
}
