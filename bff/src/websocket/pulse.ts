import type { WebSocket } from 'ws'

/** Watches by pings whether the other end of a connection is still there. */
export class Pulse {
  readonly #socket: WebSocket
  #heard = true
  #waitingBytes = 0

  constructor(socket: WebSocket) {
    this.#socket = socket
    for (const sign of ['message', 'ping', 'pong'] as const) {
      socket.on(sign, () => {
        this.#heard = true
      })
    }
  }

  /** Pings again, or cuts the connection off when nothing came since the last time, although it could have. */
  beat(): void {
    const { isPaused, bufferedAmount } = this.#socket
    // One that is paused cannot be heard, and one that takes what waits for it may not have got to the ping.
    if (!this.#heard && !isPaused && bufferedAmount >= this.#waitingBytes) {
      this.#socket.terminate()
      return
    }
    this.#heard = false
    this.#socket.ping()
    this.#waitingBytes = this.#socket.bufferedAmount
  }
}
