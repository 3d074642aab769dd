import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** A client's connection and what it is busy with. */
export interface Connection {
  readonly socket: Socket
  /** Absent before the first request. Its answer may be out already. */
  req?: IncomingMessage
  res?: ServerResponse
}

/** The open connections of a server. */
export class Connections {
  readonly #open = new Map<Duplex, Connection>()

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      this.#open.set(socket, { socket })
      socket.once('close', () => this.#open.delete(socket))
    })
    server.on('request', (req, res) => {
      const connection = this.#open.get(req.socket)
      // Of requests sent in one go the first one counts: its answer is the one on the line.
      if (!connection || connection.res?.writableFinished === false) return
      connection.req = req
      connection.res = res
    })
  }

  all(): IterableIterator<Connection> {
    return this.#open.values()
  }

  /** Whether an answer has begun and not ended, so that nothing else may be written to this connection. */
  isAnswering(socket: Duplex): boolean {
    const res = this.#open.get(socket)?.res
    return res?.headersSent === true && !res.writableFinished
  }

  /**
   * Lets go of a connection that is to speak another protocol from now on.
   *
   * @returns false when an answer to an earlier request is still to come on it.
   */
  release(socket: Duplex): boolean {
    if (this.#open.get(socket)?.res?.writableFinished === false) return false
    this.#open.delete(socket)
    return true
  }
}
