import type { Socket } from 'node:net'
import type { Connection, Connections } from './connections.ts'

/** What a client has moved, at the last time it was seen to move enough. */
interface Checkpoint {
  readonly read: number
  readonly written: number
  /** Looks since then. */
  looks: number
}

/** Below this nobody is waiting for the data, only holding the connection; a modem does more. */
const MIN_BYTES_PER_SECOND = 240
/** Looks in the time a client may be slow. */
const LOOKS = 4

/**
 * Finds the clients that hold a connection by sending a body, or taking an answer, slower than 240 bytes
 * a second. A client that waits for us, because an upstream is slow or has nothing to say, is not one.
 *
 * @param stallMs How long a client may be that slow.
 * @param cut Called once for each that was for longer.
 * @returns Ends the watch.
 */
export function watchSlowClients(
  connections: Connections,
  stallMs: number,
  cut: (socket: Socket) => void,
): () => void {
  const lookEveryMs = stallMs / LOOKS
  const enoughBytes = bytesAtPace(stallMs)
  const checkpoints = new WeakMap<Socket, Checkpoint>()

  function look(): void {
    for (const connection of connections.all()) {
      const { socket } = connection
      const known = checkpoints.get(socket)
      const read = socket.bytesRead
      const written = socket.bytesWritten - socket.writableLength
      const moved = known ? Math.max(read - known.read, written - known.written) : enoughBytes
      if (!isAwaited(connection)) checkpoints.delete(socket)
      else if (!known || moved >= enoughBytes) checkpoints.set(socket, { read, written, looks: 0 })
      else if (++known.looks >= LOOKS) cut(socket)
    }
  }

  const timer = setInterval(look, lookEveryMs)
  timer.unref()
  return () => clearInterval(timer)
}

/**
 * Whether a client whose request is late may go on: its body is large rather than slow, or waits for us.
 * From then on the watch alone sees to it that this stays so.
 *
 * @param sendingMs How long it has been sending.
 */
export function keepsPace(connection: Connection, sendingMs: number): boolean {
  const { socket, req, readBefore } = connection
  // Complete: what is late is the head of the next one.
  if (req?.complete !== false) return false
  return socket.bytesRead - readBefore >= bytesAtPace(sendingMs) || !isAwaited(connection)
}

function bytesAtPace(ms: number): number {
  return (MIN_BYTES_PER_SECOND * ms) / 1000
}

/** Whether it is the client's turn: to take bytes that are ready for it, or to send the rest of a body. */
function isAwaited({ socket, req }: Connection): boolean {
  if (socket.writableLength > 0) return true
  // A full buffer means that whoever the body is for has not asked for more.
  return req?.complete === false && req.readableLength < req.readableHighWaterMark
}
