import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { onTestFinished } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'

/** An API that speaks WebSocket and keeps account of who opened one. */
export interface SocketUpstream {
  readonly origin: string
  /** Handshakes in order, refused ones included. */
  readonly handshakes: readonly IncomingMessage[]
  /** Connections opened so far. */
  readonly sockets: readonly WebSocket[]
  /** Resolves with the first connection, as soon as there is one. */
  first(): Promise<WebSocket>
  /** Answers handshakes from now on as over plain HTTP; without a script, opens them again. */
  refuse(script?: RequestListener): void
  /** Takes handshakes from now on as bare connections. */
  takeOver(script: (socket: Duplex) => void): void
}

interface UpstreamOptions {
  /** Runs on every connection; by default each message comes back. */
  onOpen?: (socket: WebSocket) => void
  /** Of the subprotocols offered, the one to take. */
  protocol?: string
  /** Speaks TLS, with this certificate. */
  tls?: { cert: string; key: string }
}

/** Starts a WebSocket API; it ends with the test. */
export async function startSocketUpstream(options: UpstreamOptions = {}): Promise<SocketUpstream> {
  const { onOpen = echo, protocol, tls } = options
  const handshakes: IncomingMessage[] = []
  const sockets: WebSocket[] = []
  const opening = new WebSocketServer({
    noServer: true,
    // Offers what clients like to accept: the BFF must not.
    perMessageDeflate: true,
    handleProtocols: () => protocol ?? false,
  })
  let onUpgrade: (req: IncomingMessage, socket: Duplex, head: Buffer) => void = open
  function open(req: IncomingMessage, socket: Duplex, head: Buffer): void {
    opening.handleUpgrade(req, socket, head, (webSocket) => {
      webSocket.on('error', () => {})
      onOpen(webSocket)
      sockets.push(webSocket)
    })
  }

  let script: RequestListener | undefined
  const settings = { shouldUpgradeCallback: () => script === undefined }
  const server = tls ? createTlsServer({ ...settings, ...tls }) : createServer(settings)
  server.on('request', (req, res) => {
    handshakes.push(req)
    script?.(req, res)
  })
  server.on('upgrade', (req, socket, head) => {
    handshakes.push(req)
    onUpgrade(req, socket, head)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.terminate()
    server.closeAllConnections()
    server.close()
  })

  return {
    origin: `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    handshakes,
    sockets,
    async first() {
      while (!sockets[0]) await once(server, 'upgrade')
      return sockets[0]
    },
    refuse(next) {
      script = next
    },
    takeOver(next) {
      onUpgrade = (_req, socket) => {
        socket.on('error', () => {}).once('end', () => socket.end())
        next(socket)
      }
    },
  }
}

function echo(socket: WebSocket): void {
  socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }))
}
