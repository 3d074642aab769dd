import type { IncomingHttpHeaders, Server } from 'node:http'
import { WebSocketServer } from 'ws'

/** WebSockets that send every message back. */
export interface EchoSockets {
  /** Headers of every handshake since the last reset, refused ones included. */
  handshakes(): readonly IncomingHttpHeaders[]
  /** How many are open now. */
  open(): number
  reset(): void
}

/**
 * Opens WebSockets on a server, at one path.
 *
 * @param isAuthorized Judges a handshake by its `Authorization`; a refusal is a 401.
 */
export function serveEchoSockets(
  server: Server,
  path: string,
  isAuthorized: (authorization: string | undefined) => boolean,
): EchoSockets {
  const handshakes: IncomingHttpHeaders[] = []
  const sockets = new WebSocketServer({
    server,
    path,
    verifyClient: ({ req }: { req: { headers: IncomingHttpHeaders } }) => {
      handshakes.push(req.headers)
      return isAuthorized(req.headers.authorization)
    },
  })
  sockets.on('connection', (socket) => {
    socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }))
  })

  return {
    handshakes: () => handshakes,
    open: () => sockets.clients.size,
    reset: () => {
      for (const socket of sockets.clients) socket.terminate()
      handshakes.length = 0
    },
  }
}
