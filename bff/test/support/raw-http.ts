import { once } from 'node:events'
import type { Socket } from 'node:net'
import { connect } from 'node:net'

/** Opens a plain connection to a local server; bytes in, bytes out, nothing corrected on the way. */
export async function connectRaw(origin: string): Promise<Socket> {
  const { hostname, port } = new URL(origin)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  return socket
}

/** Sends bytes as they are and collects what comes back until the server closes the connection. */
export async function exchangeRaw(origin: string, bytes: string | Buffer): Promise<string> {
  const socket = await connectRaw(origin)
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  // A reset after the answer is one way for a server to refuse; what arrived before it counts.
  socket.on('error', () => {})
  socket.write(bytes)
  await once(socket, 'close')
  return Buffer.concat(chunks).toString('latin1')
}

/** Status of the first answer in raw bytes; 0 when the connection was closed without one. */
export function rawStatus(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0)
}
