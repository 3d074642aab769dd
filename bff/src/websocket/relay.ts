import { WebSocket } from 'ws'

/** How much may wait for a slow reader before its sender has to wait, too. */
const MAX_WAITING_BYTES = 256 * 1024

/**
 * Passes messages on in one direction: text as text, binary as binary, and no faster than they are
 * taken. What waits is bounded by that many bytes and one message more.
 *
 * @param onMessage Called for each message, before it is sent.
 */
export function relay(from: WebSocket, to: WebSocket, onMessage: () => void): void {
  const resumeWhenTaken = () => {
    if (from.isPaused && to.bufferedAmount <= MAX_WAITING_BYTES) from.resume()
  }
  from.on('message', (data, isBinary) => {
    if (to.readyState !== WebSocket.OPEN) return
    onMessage()
    to.send(data, { binary: isBinary }, resumeWhenTaken)
    if (to.bufferedAmount > MAX_WAITING_BYTES) from.pause()
  })
}
