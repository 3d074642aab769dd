import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import type { Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { connectRaw } from '../../test/support/raw-http.ts'
import { createLogger } from '../logger.ts'
import { createHttpServer, listen } from './http-server.ts'

const LONG_MS = 60_000
const LATE_MS = 200
const STALL_MS = 400
/** Far more than is asked of a client in any of these times. */
const MUCH = 64 * 1024

const NEVER_LATE = { headersMs: LONG_MS, requestMs: LONG_MS, stallMs: LONG_MS, keepAliveMs: LONG_MS }
const SOON_LATE = { ...NEVER_LATE, headersMs: LATE_MS, requestMs: LATE_MS }

describe('a request that takes long to arrive', () => {
  it('OPS-07 PROXY-18 is waited for when its body is only large', async () => {
    const { client, late, answered } = await startServer(SOON_LATE, answerWithLength)
    client.write(post(2 * MUCH))
    client.write(Buffer.alloc(MUCH))

    await late()
    client.write(Buffer.alloc(MUCH))

    expect(await answered()).toMatch(new RegExp(`^HTTP/1\\.1 200 [^]*\\r\\n${2 * MUCH}$`))
  })

  it('OPS-07 is refused when its body drips', async () => {
    const { client, accepted, refused } = await startServer(SOON_LATE, answerWithLength)
    client.write(post(MUCH))
    drip({ client, accepted }, 1)

    expect(await refused()).toEqual([408])
  })

  it('OPS-07 is refused when its body drips after another one that was large', async () => {
    const { client, accepted, answered, refused } = await startServer(SOON_LATE, answerWithLength)
    client.write(post(MUCH))
    client.write(Buffer.alloc(MUCH))
    await answered()

    client.write(post(MUCH))
    drip({ client, accepted }, 1)

    expect(await refused()).toEqual([200, 408])
  })

  it('OPS-07 is refused when its headers drip, however much came before', async () => {
    const { client, accepted, answered, refused } = await startServer(SOON_LATE, answerWithLength)
    client.write(post(MUCH))
    client.write(Buffer.alloc(MUCH))
    await answered()

    client.write('GET / HTTP/1.1\r\nHost: x\r\nX-Drip: ')
    drip({ client, accepted }, 1)

    expect(await refused()).toEqual([200, 408])
  })

  it('is waited for when whoever reads its body takes his time', async () => {
    // Too much to be buffered anywhere on the way.
    const length = 100 * MUCH
    const { client, late, answered } = await startServer(SOON_LATE, (req, res) => {
      void late().then(() => answerWithLength(req, res))
    })
    client.write(post(length))
    client.write(Buffer.alloc(length))

    expect(await answered()).toMatch(new RegExp(`${length}$`))
  })
})

describe('a client that stalls', () => {
  it.each([
    ['a byte now and then', 1],
    ['less than 240 bytes a second', 5],
  ])('OPS-07 is refused when it sends %s', async (_what, bytes) => {
    const { client, accepted, refused } = await startServer(
      { ...NEVER_LATE, stallMs: STALL_MS },
      answerWithLength,
    )
    client.write(post(MUCH))
    drip({ client, accepted }, bytes)

    expect(await refused()).toEqual([408])
  })

  it('OPS-07 is refused also after a large body was late already', async () => {
    const { client, accepted, late, refused } = await startServer(
      { ...SOON_LATE, stallMs: STALL_MS },
      answerWithLength,
    )
    client.write(post(2 * MUCH))
    client.write(Buffer.alloc(MUCH))
    await late()
    drip({ client, accepted }, 1)

    expect(await refused()).toEqual([408])
  })

  it('OPS-07 is refused also with a request that it sent together with an earlier one', async () => {
    const { client, accepted, refused } = await startServer(
      { ...NEVER_LATE, stallMs: STALL_MS },
      answerWithLength,
    )
    client.write(`GET / HTTP/1.1\r\nHost: x\r\n\r\n${post(MUCH)}`)
    drip({ client, accepted }, 1)

    expect(await refused()).toEqual([200, 408])
  })

  it('is not one that is only slower than others', async () => {
    const { client, accepted, answered } = await startServer(
      { ...NEVER_LATE, stallMs: STALL_MS },
      answerWithLength,
    )
    const bytes = 1024
    const pieces = (4 * STALL_MS) / DRIP_EVERY_MS
    client.write(post(bytes * pieces))
    drip({ client, accepted }, bytes, pieces)

    expect(await answered()).toMatch(/^HTTP\/1\.1 200 /)
  })
})

function post(length: number): string {
  return `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\n`
}

const answerWithLength: RequestListener = (req, res) => {
  let length = 0
  req
    .on('error', () => {})
    .on('data', (chunk: Buffer) => {
      length += chunk.length
    })
  const answer = () => res.end(String(length))
  // What names no body has ended already.
  if (req.readableEnded) answer()
  else req.once('end', answer)
}

const DRIP_EVERY_MS = 25

/** Sends so much again and again, until the server has closed the connection or that many times. */
function drip({ client, accepted }: Ends, bytes: number, times = Number.POSITIVE_INFINITY): void {
  let sent = 0
  const timer = setInterval(() => {
    // To write once more could lose the client what it has not read yet.
    if (accepted.destroyed || sent++ >= times) clearInterval(timer)
    else client.write(Buffer.alloc(bytes, 'x'))
  }, DRIP_EVERY_MS)
  onTestFinished(() => clearInterval(timer))
}

/** Both ends of a connection. */
interface Ends {
  client: Socket
  accepted: Socket
}

/** Starts a server with one client; both end with the test. */
async function startServer(timeouts: typeof NEVER_LATE, handler: RequestListener) {
  const log = createLogger('silent', { write() {} })
  const server = createHttpServer(handler, { timeouts, log, upgrade: (_req, socket) => socket.destroy() })
  const accepting = once(server, 'connection') as Promise<[Socket]>
  const client = await connectRaw(await listen(server, { host: '127.0.0.1', port: 0 }))
  onTestFinished(() => {
    client.destroy()
    server.closeAllConnections()
    server.close()
  })
  const [accepted] = await accepting
  const closed = new Promise((resolve) => client.once('close', resolve))
  let received = ''
  client
    .on('error', () => {})
    .on('data', (bytes) => {
      received += bytes
    })
  return {
    client,
    accepted,
    /** Resolves when Node has found a request late, and we have decided. */
    late: () => once(server, 'clientError'),
    /** Resolves with the first answer. */
    async answered() {
      while (!/\r\n\r\n./.test(received)) await once(client, 'data')
      return received
    },
    /** Resolves with all that was answered when the connection is closed. */
    async refused() {
      await closed
      return [...received.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status))
    },
  }
}
