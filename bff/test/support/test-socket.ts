import { once } from 'node:events'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'

/** A handshake as a test writes it. */
export interface Handshake {
  origin?: string | undefined
  headers?: Record<string, string>
  protocols?: string[]
}

/** How a connection was closed. */
interface Closed {
  code: number
  reason: string
}

/** A handshake that was answered with HTTP. */
export interface RefusedHandshake {
  status: number
  headers: IncomingHttpHeaders
  json: () => unknown
}

/** A page's WebSocket, and what has come over it. */
export interface TestSocket {
  readonly socket: WebSocket
  /** Text as strings, binary as buffers. */
  readonly messages: (string | Buffer)[]
  readonly closed: Promise<Closed>
  /** Headers of the answer to the handshake. */
  readonly headers: IncomingHttpHeaders
}

/** Opens a WebSocket, which ends with the test. @throws when it is refused. */
export async function openSocket(url: string, handshake: Handshake = {}): Promise<TestSocket> {
  const socket = begin(url, handshake)
  const messages: (string | Buffer)[] = []
  socket.on('message', (data: Buffer, isBinary) => messages.push(isBinary ? data : data.toString()))
  const closed = new Promise<Closed>((resolve) => {
    socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() }))
  })
  let headers: IncomingHttpHeaders = {}
  socket.once('upgrade', (answer) => {
    headers = answer.headers
  })
  await once(socket, 'open')
  // An error is followed by a close, which tests look at.
  socket.on('error', () => {})
  return { socket, messages, closed, headers }
}

/** Tries to open a WebSocket that must not open. @throws when it does. */
export async function refusedSocket(url: string, handshake: Handshake = {}): Promise<RefusedHandshake> {
  const socket = begin(url, handshake)
  const opened = once(socket, 'open').then(() => Promise.reject(new Error('the WebSocket was opened')))
  const refused = once(socket, 'unexpected-response') as Promise<[unknown, IncomingMessage]>
  const [, answer] = await Promise.race([refused, opened])
  const body = await text(answer)
  socket.on('error', () => {})
  return { status: answer.statusCode ?? 0, headers: answer.headers, json: () => JSON.parse(body) }
}

function begin(url: string, { origin, headers = {}, protocols = [] }: Handshake): WebSocket {
  const socket = new WebSocket(url.replace(/^http/, 'ws'), protocols, {
    headers,
    ...(origin === undefined ? {} : { origin }),
  })
  onTestFinished(() => socket.terminate())
  return socket
}
