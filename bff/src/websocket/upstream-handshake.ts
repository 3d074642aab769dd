import type { IncomingHttpHeaders } from 'node:http'
import { WebSocket } from 'ws'
import { BffError } from '../errors.ts'

/** A WebSocket to open at an upstream: everything about it has been decided. */
export interface UpstreamHandshake {
  /** The upstream's origin; `http` stands for `ws`, `https` for `wss`. */
  readonly origin: string
  /** Path and query, byte for byte. */
  readonly target: string
  /** Names and values by turns, without those of the handshake itself. */
  readonly headers: readonly string[]
  readonly protocols: readonly string[]
  readonly maxMessageBytes: number
  /** For the whole handshake, from connecting to the last byte of the answer. */
  readonly timeoutMs: number
}

/** An upstream's refusal of a token. */
export interface Unauthorized {
  readonly status: 401
  readonly headers: IncomingHttpHeaders
}

/**
 * Opens a WebSocket at an upstream. A redirect is not followed: the token is for this origin alone.
 * Messages are not compressed: a compressor holds hundreds of kilobytes for each connection, a few
 * bytes may unpack to a whole message, and lengths would tell of secrets next to what a page chose.
 *
 * @param signal Gives up with its reason.
 * @returns The open connection, paused until somebody listens; or the 401 that was the answer.
 * @throws {BffError} `upstream_timeout` (504), `upstream_unreachable` (502) for any other answer.
 * @throws {Error} of ws or Node when there was none, or none that is a handshake's.
 */
export function openUpstream(
  { origin, target, headers, protocols, maxMessageBytes, timeoutMs }: UpstreamHandshake,
  signal: AbortSignal,
): Promise<WebSocket | Unauthorized> {
  signal.throwIfAborted()
  const socket = new WebSocket(origin, [...protocols], {
    headers: toRecord(headers),
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
    followRedirects: false,
    finishRequest(request) {
      // Past the URL parser, which would spell some characters anew.
      request.path = target
      request.end()
    },
  })
  return settled(socket, timeoutMs, signal)
}

function settled(
  socket: WebSocket,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<WebSocket | Unauthorized> {
  return new Promise((resolve, reject) => {
    let isPending = true
    const settle = (outcome: () => void) => {
      if (!isPending) return
      isPending = false
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      outcome()
      if (socket.readyState !== WebSocket.OPEN) socket.terminate()
    }
    const onAbort = () => settle(() => reject(signal.reason))
    const timer = setTimeout(() => settle(() => reject(late())), timeoutMs)
    signal.addEventListener('abort', onAbort)
    // Stays for the life of the connection: an error nobody listens to ends the process.
    socket.on('error', (error) => settle(() => reject(error)))
    socket.once('unexpected-response', (_request, { statusCode, headers }) => {
      settle(() => (statusCode === 401 ? resolve({ status: 401, headers }) : reject(refused())))
    })
    socket.once('open', () => {
      // At once, or messages that came with the answer would find nobody listening.
      socket.pause()
      settle(() => resolve(socket))
    })
  })
}

function late(): BffError {
  return new BffError('upstream_timeout', 'The API did not answer in time.')
}

function refused(): BffError {
  return new BffError('upstream_unreachable', 'The API did not open a WebSocket.')
}

function toRecord(headers: readonly string[]): Record<string, string> {
  const record: Record<string, string> = {}
  for (let at = 0; at < headers.length; at += 2) record[headers[at] ?? ''] = headers[at + 1] ?? ''
  return record
}
