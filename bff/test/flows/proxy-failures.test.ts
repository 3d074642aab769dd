import { EventEmitter, once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { Agent, request } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { createServer } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import {
  APP_HEADERS,
  rawCall,
  someAccessTokens,
  startProxied,
  startProxyServer,
} from '../support/proxy-server.ts'
import { connectRaw } from '../support/raw-http.ts'

const SHORT = { connectMs: 50, headersMs: 50, idleBodyMs: 50 }

const STATUS = { upstream_unreachable: 502, upstream_timeout: 504 }

describe('an upstream that fails before it answers', () => {
  it.each<[string, string, (socket: Socket) => void, keyof typeof STATUS]>([
    ['closes at once', 'http', (socket) => socket.destroy(), 'upstream_unreachable'],
    ['resets at once', 'http', (socket) => socket.resetAndDestroy(), 'upstream_unreachable'],
    [
      'breaks off in its head',
      'http',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nX: '),
      'upstream_unreachable',
    ],
    ['speaks something else', 'http', (socket) => socket.end('SSH-2.0-x\r\n'), 'upstream_unreachable'],
    [
      'frames its answer in two ways',
      'http',
      (socket) =>
        socket.end('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'),
      'upstream_unreachable',
    ],
    ['has no TLS', 'https', (socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'), 'upstream_unreachable'],
    ['never finishes its handshake', 'https', () => {}, 'upstream_timeout'],
    ['never answers', 'http', () => {}, 'upstream_timeout'],
  ])('PROXY-17 one that %s is named by code alone', async (_what, scheme, behaviour, code) => {
    const port = await listenRaw(behaviour)
    const bff = await startProxyServer({
      upstreams: { github: { target: `${scheme}://127.0.0.1:${port}`, timeouts: SHORT } },
    })
    onTestFinished(() => bff.close())

    const answer = await bff.call('/api/github/user')

    expect(answer.status).toBe(STATUS[code])
    expect(answer.json()).toMatchObject({ code, status: STATUS[code] })
    expect(answer.text).not.toMatch(/127\.0\.0\.1|ECONN|UND_|socket|at .*:\d+/i)
    expect(answer.text).not.toContain(String(port))
    expect(JSON.stringify(bff.log)).not.toContain('alice-at-github')
  })

  it('PROXY-17 one that listens nowhere is unreachable', async () => {
    const bff = await startProxyServer({ upstreams: { github: { target: 'http://127.0.0.1:1' } } })
    onTestFinished(() => bff.close())

    const answer = await bff.call('/api/github/user', { method: 'POST', body: Buffer.alloc(200_000) })

    expect(answer.json()).toMatchObject({ code: 'upstream_unreachable' })
  })
})

describe('an upstream that fails in mid-answer', () => {
  it.each([
    ['before the promised length', { 'content-length': '1000' }],
    ['in mid-chunk', {}],
  ])('PROXY-19 never looks complete: %s', async (_what, headers) => {
    const { bff, api } = await startProxied()
    api.answer((_req, res) => {
      res.writeHead(200, headers)
      res.write('part', () => res.destroy())
    })

    await expect(bff.call('/api/github/x')).rejects.toMatchObject({ code: 'ECONNRESET' })
  })

  it('PROXY-18 PROXY-19 is cut when it falls silent', async () => {
    const { bff, api } = await startProxied({ timeouts: { ...SHORT, headersMs: 5_000 } })
    api.answer((_req, res) => void res.writeHead(200).write('part'))

    await expect(bff.call('/api/github/x')).rejects.toMatchObject({ code: 'ECONNRESET' })
  })
})

describe('a browser that leaves', () => {
  it('PROXY-19 cancels the upstream’s answer', async () => {
    const { bff, api } = await startProxied()
    const cancelled = new Promise((resolve) => {
      api.answer((_req, res) => {
        res.once('close', () => resolve(res.writableFinished))
        res.writeHead(200).write('part')
      })
    })
    const answer = await bff.open('/api/github/x')

    answer.destroy()

    expect(await cancelled).toBe(false)
    expect(bff.log.filter(({ msg }) => msg === 'proxied call failed')).toEqual([])
  })

  it('PROXY-11 PROXY-19 leaves no complete request behind', async () => {
    const { bff, api } = await startProxied()
    const received = new Promise<IncomingMessage>((resolve) => {
      api.answer((req) => resolve(req.resume().on('error', () => {})))
    })
    const browser = await connectRaw(bff.origin)
    browser.write(rawCall('POST', '/api/github/x', 'Content-Length: 500000\r\n\r\nhalf'))
    const request = await received

    browser.destroy()

    await vi.waitFor(() => expect(request.destroyed).toBe(true))
    expect(request.complete).toBe(false)
  })

  it('PROXY-19 in the middle of a small body gives its place back, and nothing goes out', async () => {
    const granted = new EventEmitter()
    const accessTokens = someAccessTokens({
      async grant() {
        setImmediate(() => granted.emit('granted'))
        return { accessToken: 'at', scope: [] }
      },
    })
    const { bff, api } = await startProxied({ maxConcurrentPerSession: 1 }, { accessTokens })
    const browser = await connectRaw(bff.origin)
    browser.write(rawCall('POST', '/api/github/x', 'Content-Length: 1000\r\n\r\nhalf'))
    await once(granted, 'granted')

    browser.destroy()

    await vi.waitFor(async () => expect(await bff.call('/api/github/y')).toMatchObject({ status: 200 }))
    expect(api.requests.map(({ target }) => target)).toEqual(['/y'])
  })
})

describe('a body over the limit', () => {
  const LIMIT = 100_000

  it.each([1_000, LIMIT])(
    'PROXY-18 is refused by its declared length, unseen by the upstream: %i',
    async (limit) => {
      const { bff, api } = await startProxied({ maxRequestBytes: limit })

      const answer = await bff.call('/api/github/x', { method: 'POST', body: Buffer.alloc(limit + 1) })

      expect(answer).toMatchObject({ status: 413 })
      expect(answer.json()).toMatchObject({ code: 'payload_too_large' })
      expect(api.requests).toHaveLength(0)
    },
  )

  it('PROXY-18 is refused in mid-stream when it declares none, and the connection can be used again', async () => {
    const { bff, api } = await startProxied({ maxRequestBytes: LIMIT })
    const received: IncomingMessage[] = []
    api.answer((req) => void received.push(req.resume().on('error', () => {})))
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    onTestFinished(() => agent.destroy())

    const refused = await chunkedPost(bff.origin, agent, Buffer.alloc(20 * LIMIT))
    api.answerWith(200)
    const next = await chunkedPost(bff.origin, agent, Buffer.from('small'))

    expect(refused.statusCode).toBe(413)
    expect(next.statusCode).toBe(200)
    expect(received.filter(({ complete }) => complete)).toHaveLength(0)
  })

  it('is exactly on the limit and passes', async () => {
    const { bff } = await startProxied({ maxRequestBytes: LIMIT })

    const answer = await bff.call('/api/github/x', { method: 'POST', body: Buffer.alloc(LIMIT) })

    expect(answer.json()).toMatchObject({ bodyLength: LIMIT })
  })
})

async function chunkedPost(origin: string, agent: Agent, body: Buffer): Promise<IncomingMessage> {
  const headers = { ...APP_HEADERS, 'transfer-encoding': 'chunked' }
  const outgoing = request(`${origin}/api/github/x`, { method: 'POST', headers, agent })
  outgoing.end(body)
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
  await buffer(answer)
  return answer
}

async function listenRaw(behaviour: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}))
    socket.once('data', () => behaviour(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return (server.address() as AddressInfo).port
}
