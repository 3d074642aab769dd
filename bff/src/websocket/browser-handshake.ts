import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'

/** What the browser is told, and held to. */
interface BrowserHandshake {
  /** The subprotocol the upstream chose; empty: none. */
  readonly protocol: string
  readonly maxMessageBytes: number
  readonly requestId: string
}

/**
 * Accepts the browser's handshake, once the upstream has accepted ours. Uncompressed, like the
 * upstream's side.
 *
 * @param req Read by `readHandshake` before.
 * @throws {Error} when the browser has left meanwhile.
 */
export function acceptBrowser(
  req: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  { protocol, maxMessageBytes, requestId }: BrowserHandshake,
): WebSocket {
  let accepted: WebSocket | undefined
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: maxMessageBytes,
    handleProtocols: () => protocol || false,
  })
  server.once('headers', (lines) => lines.push(`X-Request-Id: ${requestId}`))
  server.handleUpgrade(req, socket, head, (webSocket) => {
    accepted = webSocket
  })
  if (!accepted) throw new Error('the client went away')
  return accepted
}
