import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { CommandFailure } from './command-failure.ts'

/**
 * What one client may hold of the server, set on purpose. All times in milliseconds.
 *
 * @see ASVS 5.0 requirements 13.1.2 and 13.1.3
 */
const LIMITS = {
  maxHeaderSize: 16 * 1024,
  /** A client that drips its headers is cut off ... */
  headersTimeout: 15_000,
  /** ... and so is one that drips its body, but not an upload of a few megabytes over a slow line. */
  requestTimeout: 10 * 60_000,
  connectionsCheckingInterval: 5_000,
  /** Longer than the 60 seconds of the usual load balancers, which would else reuse a connection just closed here. */
  keepAliveTimeout: 65_000,
}
const MAX_CONNECTIONS = 10_000
const MAX_REQUESTS_PER_SOCKET = 10_000

/** Creates the server with its limits; it does not listen yet. */
export function createHttpServer(handler: RequestListener): Server {
  const server = createServer(LIMITS, handler)
  server.maxConnections = MAX_CONNECTIONS
  server.maxRequestsPerSocket = MAX_REQUESTS_PER_SOCKET
  return server
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
