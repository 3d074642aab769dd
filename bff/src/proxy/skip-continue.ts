import type { Socket } from 'node:net'
import { buildConnector } from 'undici'

const CONTINUE = Buffer.from('HTTP/1.1 100')
const HEAD_END = '\r\n\r\n'
/** A `100 Continue` is a line or two; what is longer is for undici to refuse. */
const MAX_INTERIM_BYTES = 1024

/**
 * Connects as undici does, and takes out of what comes back each `100 Continue` that nobody asked for.
 * undici would cut the connection, and the call be answered 502, though a client must put up with any number of
 * interim answers. The others undici reads past by itself.
 *
 * @see RFC 9110 section 15.2
 */
export function connectorSkippingContinue(options: buildConnector.BuildOptions): buildConnector.connector {
  const connect = buildConnector(options)
  return (target, callback) =>
    connect(target, (...[error, socket]) => {
      if (error) return callback(error, null)
      skipContinue(socket)
      callback(null, socket)
    })
}

/** @param socket With one call at a time: the first bytes after a request head begin an answer. */
function skipContinue(socket: Socket): void {
  const read = socket.read.bind(socket)
  const { write } = socket
  let isBeforeAnswer = false
  let held: Buffer = Buffer.alloc(0)

  socket.write = (chunk: string | Uint8Array, encoding?: unknown, done?: unknown): boolean => {
    // Bodies are bytes, and the lines between their chunks are shorter.
    if (typeof chunk === 'string' && chunk.includes(' HTTP/1.1\r\n')) isBeforeAnswer = true
    return Reflect.apply(write, socket, [chunk, encoding, done])
  }

  socket.read = (size?: number): Buffer | null => {
    for (;;) {
      const chunk: Buffer | null = read(size)
      if (chunk === null || !isBeforeAnswer) return chunk
      held = withoutContinue(held.length === 0 ? chunk : Buffer.concat([held, chunk]))
      if (!mayBecomeContinue(held)) {
        const answer = held
        isBeforeAnswer = false
        held = Buffer.alloc(0)
        return answer
      }
    }
  }
}

/** Takes whole interim answers off the beginning. */
function withoutContinue(bytes: Buffer): Buffer {
  let rest = bytes
  while (rest.subarray(0, CONTINUE.length).equals(CONTINUE)) {
    const end = rest.indexOf(HEAD_END)
    if (end === -1) break
    rest = rest.subarray(end + HEAD_END.length)
  }
  return rest
}

function mayBecomeContinue(bytes: Buffer): boolean {
  const start = bytes.subarray(0, CONTINUE.length)
  return bytes.length <= MAX_INTERIM_BYTES && CONTINUE.subarray(0, start.length).equals(start)
}
