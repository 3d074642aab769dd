import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { type StrictRequest, StrictRequestReader } from './strict-request.ts'

/** What the upstream says to a request: bytes, whatever they are. */
export interface RawAnswer {
  bytes: Buffer
  /** What becomes of the connection after them. */
  after: 'keep' | 'close' | 'reset'
  /** In which pieces they are sent. Default: in one. */
  pace?: 'byte by byte' | 'head first'
}

/** A server of plain sockets that writes down every byte and reads it strictly. */
export interface RecordingUpstream {
  readonly origin: string
  /** Requests read so far, in order; a test may empty it. */
  readonly requests: StrictRequest[]
  /** What was no proper request, as sentences. */
  readonly breaches: string[]
  /** Bytes of each connection since its last whole request; a text that must not be anywhere is looked for here too. */
  received(): Buffer
  /** Forgets what was recorded. */
  clear(): void
  /** Answers otherwise from now on. */
  answer(script: (request: StrictRequest) => RawAnswer): void
  close(): Promise<void>
}

export const HONEST_BODY = '{"made":"up"}'
const HONEST_HEAD = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${HONEST_BODY.length}\r\n\r\n`

/** The answer that is right for every request. */
const HONEST_ANSWER: RawAnswer = { bytes: Buffer.from(HONEST_HEAD + HONEST_BODY), after: 'keep' }

/** Starts an upstream that answers honestly until told otherwise. */
export async function startRecordingUpstream(): Promise<RecordingUpstream> {
  const requests: StrictRequest[] = []
  const breaches: string[] = []
  const chunks: Buffer[] = []
  const sockets = new Set<Socket>()
  let script = (_request: StrictRequest): RawAnswer => HONEST_ANSWER

  const server = createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    const reader = new StrictRequestReader()
    socket.on('data', (chunk) => {
      chunks.push(chunk)
      try {
        for (const request of reader.read(chunk)) {
          requests.push(request)
          void say(socket, script(request))
        }
      } catch (error) {
        breaches.push(`${(error as Error).message} in ${JSON.stringify(chunk.toString('latin1'))}`)
        socket.destroy()
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    breaches,
    received: () => Buffer.concat(chunks),
    clear() {
      for (const list of [requests, breaches, chunks]) list.length = 0
    },
    answer(next) {
      script = next
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

async function say(socket: Socket, { bytes, after, pace }: RawAnswer): Promise<void> {
  for (const piece of piecesOf(bytes, pace)) {
    socket.write(piece)
    // Long enough for a piece to arrive by itself; where two arrive as one, less is proven and nothing breaks.
    if (pace) await pause(2)
  }
  if (after === 'close') socket.end()
  if (after === 'reset') socket.resetAndDestroy()
}

function piecesOf(bytes: Buffer, pace: RawAnswer['pace']): Buffer[] {
  switch (pace) {
    case undefined:
      return [bytes]
    case 'byte by byte':
      return Array.from(bytes, (byte) => Buffer.from([byte]))
    case 'head first': {
      const bodyAt = bytes.indexOf('\r\n\r\n') + 4
      return [bytes.subarray(0, bodyAt), bytes.subarray(bodyAt)]
    }
  }
}
