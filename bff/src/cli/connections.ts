import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** A client's connection and what it is busy with. */
export interface Connection {
  readonly socket: Socket
  /** The latest request; absent before the first one. All others are here to their last byte. */
  req?: IncomingMessage
  /** What the client had sent when that request began to be read. */
  readBefore: number
  /** In the order of their requests, which may have been sent in one go; some may have ended. */
  readonly answers: ServerResponse[]
}

/** The open connections of a server. */
export class Connections {
  readonly #open = new Map<Duplex, Connection>()

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      this.#open.set(socket, { socket, readBefore: 0, answers: [] })
      socket.once('close', () => this.#open.delete(socket))
    })
  }

  /** Notes what a connection is busy with; to be told of every request, before it is answered. */
  note(req: IncomingMessage, res: ServerResponse): void {
    const connection = this.#open.get(req.socket)
    if (!connection) return
    connection.req = req
    connection.readBefore = connection.socket.bytesRead
    dropEnded(connection.answers)
    connection.answers.push(res)
  }

  all(): IterableIterator<Connection> {
    return this.#open.values()
  }

  /** Whether an answer has begun and not ended, so that nothing else may be written to this connection. */
  isAnswering(socket: Duplex): boolean {
    return this.#currentAnswer(socket)?.headersSent === true
  }

  /** @returns undefined when it is closed, or let go of. */
  of(socket: Duplex): Connection | undefined {
    return this.#open.get(socket)
  }

  /**
   * Lets go of a connection that is to speak another protocol from now on.
   *
   * @returns false when an answer to an earlier request is still to come on it.
   */
  release(socket: Duplex): boolean {
    if (this.#currentAnswer(socket)) return false
    this.#open.delete(socket)
    return true
  }

  /** The answer on the line, until it has ended. */
  #currentAnswer(socket: Duplex): ServerResponse | undefined {
    const answers = this.#open.get(socket)?.answers
    if (!answers) return undefined
    dropEnded(answers)
    return answers[0]
  }
}

function dropEnded(answers: ServerResponse[]): void {
  while (answers[0]?.writableFinished) answers.shift()
}
