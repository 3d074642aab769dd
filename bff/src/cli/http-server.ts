import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { ResolvedConfig } from '../config/schema.ts'
import { BffError } from '../errors.ts'
import type { Logger } from '../logger.ts'
import { CommandFailure } from './command-failure.ts'
import { Connections } from './connections.ts'
import { type ConnectionRefusal, refuseConnection, toRefusal } from './refuse-connection.ts'
import { keepsPace, watchSlowClients } from './slow-clients.ts'
import { asksForWebSocket, handOver, type UpgradeListener } from './web-socket-upgrades.ts'

/** What one client may hold of the server, set on purpose. */
type ClientTimeouts = ResolvedConfig['listen']['timeouts']

/** What a server needs besides its handler. */
interface HttpServerOptions {
  readonly timeouts: ClientTimeouts
  readonly log: Logger
  readonly upgrade: UpgradeListener
}

const MAX_HEADER_BYTES = 16 * 1024
const MAX_CONNECTIONS = 10_000
const MAX_REQUESTS_PER_SOCKET = 10_000
/** Clients over their time are looked for this often, and more often where the time itself is short. */
const CHECK_INTERVAL_MS = 5_000

const NO_HOST: ConnectionRefusal = {
  error: new BffError('invalid_request', 'The request has no Host header.'),
}
const EXPECTATION: ConnectionRefusal = {
  error: new BffError('invalid_request', 'The only expectation that is met here is 100-continue.'),
  status: 417,
}
const TUNNEL: ConnectionRefusal = {
  error: new BffError('method_not_allowed', 'No tunnel leads through here.', {
    allow: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
  }),
}
const TOO_SLOW: ConnectionRefusal = {
  error: new BffError('invalid_request', 'The request body arrives too slowly.'),
  status: 408,
}

/**
 * Creates the server with its limits; it does not listen yet. What Node itself would refuse in a few
 * bare words gets problem details like every other refusal.
 *
 * @see ASVS 5.0 requirements 13.1.2 and 13.1.3, RFC 9112 section 3.2, RFC 9110 section 10.1.1
 */
export function createHttpServer(handler: RequestListener, options: HttpServerOptions): Server {
  const { timeouts, log, upgrade } = options
  const server = createServer({
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: timeouts.headersMs,
    requestTimeout: timeouts.requestMs,
    keepAliveTimeout: timeouts.keepAliveMs,
    connectionsCheckingInterval: Math.ceil(Math.min(CHECK_INTERVAL_MS, timeouts.headersMs / 3)),
    // Checked below, for an answer of ours.
    requireHostHeader: false,
    shouldUpgradeCallback: asksForWebSocket,
    // What names no body has none to wait for: most requests.
    optimizeEmptyRequests: true,
  })
  server.maxConnections = MAX_CONNECTIONS
  server.maxRequestsPerSocket = MAX_REQUESTS_PER_SOCKET

  const connections = new Connections(server)
  const refuse = (socket: Duplex, refusal: ConnectionRefusal | undefined): void => {
    if (!refusal || !socket.writable || connections.isAnswering(socket)) socket.destroy()
    else refuseConnection(socket, refusal, log)
  }
  server.on('request', (req, res) => {
    connections.note(req, res)
    // What follows a refused request in the same packet is not for anybody to act on.
    if (!req.socket.writable) return
    if (req.headers.host === undefined && req.httpVersion === '1.1') refuse(req.socket, NO_HOST)
    else handler(req, res)
  })
  server.on('clientError', (error, socket) => {
    const connection = isLate(error) && connections.of(socket)
    if (!connection || !keepsPace(connection, timeouts.requestMs)) refuse(socket, toRefusal(error))
  })
  server.on('checkContinue', (req, res) => {
    // An answer that waits behind an earlier one on its connection has no socket yet. Node would then put
    // the interim answer between its head and its body.
    if (res.socket) res.writeContinue()
    server.emit('request', req, res)
  })
  server.on('checkExpectation', (req) => refuse(req.socket, EXPECTATION))
  server.on('upgrade', handOver(connections, upgrade))
  server.on('connect', (_req, socket) => refuse(socket, TUNNEL))
  const endWatch = watchSlowClients(connections, timeouts.stallMs, (socket) => refuse(socket, TOO_SLOW))
  server.once('close', endWatch)
  return server
}

function isLate(error: Error): boolean {
  return 'code' in error && error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
}

/**
 * Starts listening.
 *
 * @returns The URL it listens on, with the port the system chose where 0 was asked for.
 * @throws {CommandFailure} says why the address cannot be had.
 */
export async function listen(
  server: Server,
  { host, port }: { host: string; port: number },
): Promise<string> {
  try {
    await once(server.listen(port, host), 'listening')
  } catch (error) {
    throw new CommandFailure(listenProblem(error, `${host}:${port}`))
  }
  const address = server.address()
  const actualPort = typeof address === 'object' && address !== null ? address.port : port
  return `http://${host.includes(':') ? `[${host}]` : host}:${actualPort}`
}

const LISTEN_PROBLEMS: Record<string, string> = {
  EADDRINUSE: 'is in use already; stop the other process, or choose another port with PORT or listen.port',
  EACCES: 'needs more rights than this process has; choose a port above 1023 with PORT or listen.port',
  EADDRNOTAVAIL: 'is no address of this machine; correct HOST or listen.host',
  ENOTFOUND: 'is no address of this machine; correct HOST or listen.host',
}

function listenProblem(error: unknown, address: string): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
  return `${address} ${LISTEN_PROBLEMS[code] ?? `cannot be listened on (${code})`}`
}
