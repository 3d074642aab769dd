import { createHash } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'

/** A request exactly as it came over the wire. */
interface ReceivedRequest {
  method: string
  /** The raw request target. */
  target: string
  /** Header names and values by turns, spelled and ordered as sent. */
  rawHeaders: string[]
  /** Values by lower-case name; a repeated header has several. */
  headers: Record<string, string[]>
}

/** What the server answers when no script is given. */
export interface Echo extends ReceivedRequest {
  bodyLength: number
  bodySha256: string
}

/** A third-party API that keeps account of what it is asked. */
export interface ResourceServer {
  readonly origin: string
  /** In order; a long test may empty it. */
  readonly requests: ReceivedRequest[]
  /** Answers from now on as scripted. */
  answer(script: RequestListener): void
  /** Answers from now on with these headers and a short JSON body. */
  answerWith(status: number, headers?: Record<string, string | string[]>): void
  /** WebSockets that are open; each message comes back. */
  readonly sockets: ReadonlySet<WebSocket>
  close(): Promise<void>
}

/** Starts a resource-server double: it records each request, and echoes it until told otherwise. */
export async function startResourceServer(): Promise<ResourceServer> {
  const requests: ReceivedRequest[] = []
  let script: RequestListener = echo
  const server = createServer((req, res) => {
    requests.push(toReceived(req))
    script(req, res)
  })
  const sockets = new WebSocketServer({ noServer: true })
  server.on('upgrade', (req, socket, head) => {
    requests.push(toReceived(req))
    sockets.handleUpgrade(req, socket, head, (webSocket) => {
      webSocket.on('message', (data, binary) => webSocket.send(data, { binary }))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    sockets: sockets.clients,
    answer(next) {
      script = next
    },
    answerWith(status, headers = {}) {
      script = (req, res) => {
        req.resume()
        res.writeHead(status, { 'content-type': 'application/json', ...headers }).end('{"made":"up"}')
      }
    },
    async close() {
      for (const socket of sockets.clients) socket.terminate()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function echo(req: IncomingMessage, res: ServerResponse): void {
  const hash = createHash('sha256')
  let bodyLength = 0
  req.on('data', (chunk: Buffer) => {
    bodyLength += chunk.length
    hash.update(chunk)
  })
  req.once('end', () => {
    const body: Echo = { ...toReceived(req), bodyLength, bodySha256: hash.digest('hex') }
    res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
}

function toReceived(req: IncomingMessage): ReceivedRequest {
  const headers: Record<string, string[]> = {}
  for (const [name, values] of Object.entries(req.headersDistinct)) if (values) headers[name] = values
  return { method: req.method ?? '', target: req.url ?? '', rawHeaders: req.rawHeaders, headers }
}
