import { connect, type Socket } from 'node:net'
import { readAnswers, type StrictAnswers } from './strict-answer.ts'

/** How a connection went. */
export interface Exchanged extends StrictAnswers {
  /** `server`: it closed the connection in time; `nobody`: it neither answered nor closed. */
  endedBy: 'server' | 'nobody'
  /** Whether a whole answer, or the server's end, came before the client had had enough of waiting. */
  isPrompt: boolean
}

interface ExchangeOptions {
  /** How long an answer may take, in milliseconds, before the client closes its half. */
  answerWithinMs: number
  /** How long the server may take to close after that. */
  closeWithinMs: number
  /** Sent after the first answer, and answered last: whatever is answered in between was smuggled. */
  farewell?: string
}

/**
 * Sends bytes as they are. Once a whole answer is there, or none is to be expected, it says farewell, closes
 * its half, and waits for the server to do the same.
 *
 * @throws {Error} when what came back is no HTTP.
 */
export async function exchangeBytes(
  origin: string,
  bytes: Buffer,
  { answerWithinMs, closeWithinMs, farewell }: ExchangeOptions,
): Promise<Exchanged> {
  const line = openLine(origin)
  line.socket.write(bytes)
  const isPrompt = await isWithin(answerWithinMs, Promise.race([line.ended, line.answered]))
  if (isPrompt && farewell !== undefined) line.socket.write(farewell)
  else line.socket.end()

  let isClosed = await isWithin(closeWithinMs, line.ended)
  if (!isClosed && farewell !== undefined) {
    // The farewell was taken for the rest of a body, which never comes.
    line.socket.end()
    isClosed = await isWithin(closeWithinMs, line.ended)
  }
  line.socket.destroy()
  return { ...readAnswers(line.received()), endedBy: isClosed ? 'server' : 'nobody', isPrompt }
}

/** A connection of which everything is kept. */
interface Line {
  readonly socket: Socket
  /** Resolves when the server has closed its half. */
  readonly ended: Promise<void>
  /** Resolves when a whole answer is there, or something that is none. */
  readonly answered: Promise<void>
  received(): Buffer
}

function openLine(origin: string): Line {
  const { hostname, port } = new URL(origin)
  const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true })
  const chunks: Buffer[] = []
  const received = () => Buffer.concat(chunks)
  // A reset after the answer is one way for a server to refuse; what arrived before it counts.
  socket.on('error', () => {})
  const ended = new Promise<void>((resolve) => {
    socket.once('end', resolve)
    socket.once('close', () => resolve())
  })
  const answered = new Promise<void>((resolve) => {
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      if (hasAnswer(received())) resolve()
    })
  })
  return { socket, ended, answered, received }
}

function hasAnswer(bytes: Buffer): boolean {
  try {
    return readAnswers(bytes).answers.length > 0
  } catch {
    return true
  }
}

function isWithin(ms: number, event: Promise<void>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), ms)
    void event.then(() => {
      clearTimeout(timer)
      resolve(true)
    })
  })
}
