import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { connectRaw } from '../../test/support/raw-http.ts'
import { createLogger } from '../logger.ts'
import { createHttpServer, listen } from './http-server.ts'

const LONG_MS = 60_000
const TIMEOUTS = { headersMs: LONG_MS, requestMs: LONG_MS, stallMs: LONG_MS, keepAliveMs: LONG_MS }

const FIRST = 'GET /first HTTP/1.1\r\nHost: x\r\n\r\n'
const SECOND = 'GET /second HTTP/1.1\r\nHost: x\r\n\r\n'
const UPGRADE = 'GET /third HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'

describe('a client that sent two requests in one go', () => {
  it('PROXY-10 gets no other protocol while the second answer is still to come', async () => {
    const { received, upgrades } = await startExchange({
      answer: answerFirst,
      until: /first$/,
      next: UPGRADE,
    })

    expect([received, upgrades]).toEqual([expect.stringMatching(/first$/), 0])
  })

  it('PROXY-10 gets another protocol when both answers are there', async () => {
    const { upgrades } = await startExchange({ answer: answerBoth, until: /second$/, next: UPGRADE })

    expect(upgrades).toBe(1)
  })

  it('PROXY-10 gets no refusal into the second answer', async () => {
    const { received } = await startExchange({ answer: beginSecond, until: /begun/, next: 'none\r\n\r\n' })

    expect(received).not.toContain('problem+json')
  })
})

const answerFirst: RequestListener = (req, res) => {
  if (req.url === '/first') res.end('first')
}

const answerBoth: RequestListener = (req, res) => {
  res.end(req.url?.slice(1))
}

const beginSecond: RequestListener = (req, res) => {
  if (req.url === '/first') res.end('first')
  else res.writeHead(200).write('begun')
}

interface Exchange {
  answer: RequestListener
  /** When to send what comes next. */
  until: RegExp
  next: string
}

/** Plays one client against a server, and yields what came of it when the connection is closed. */
async function startExchange({ answer, until, next }: Exchange) {
  let upgrades = 0
  const server = createHttpServer(answer, {
    timeouts: TIMEOUTS,
    log: createLogger('silent', { write() {} }),
    upgrade(_req, socket) {
      upgrades++
      socket.end()
    },
  })
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const client = await connectRaw(await listen(server, { host: '127.0.0.1', port: 0 }))
  const closed = new Promise((resolve) => client.once('close', resolve))
  let received = ''
  client
    .on('error', () => {})
    .on('data', (data) => {
      received += data
    })
  client.write(FIRST + SECOND)
  while (!until.test(received)) await once(client, 'data')
  client.write(next)
  await closed
  return { received, upgrades }
}
