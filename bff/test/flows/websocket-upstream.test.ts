import { describe, expect, it } from 'vitest'
import { rawHandshake, startProxiedSockets } from '../support/proxied-sockets.ts'
import { someAccessTokens, startProxyServer } from '../support/proxy-server.ts'
import { connectRaw } from '../support/raw-http.ts'
import { startSocketUpstream } from '../support/socket-upstream.ts'
import { refusedSocket } from '../support/test-socket.ts'

const UPGRADE = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'

describe('a token the upstream refuses', () => {
  it('PROXY-15 is renewed once, and the handshake tried again', async () => {
    const { accessTokens, renewals } = renewing()
    const { api, open } = await startProxiedSockets({}, { accessTokens })
    api.refuse((_req, res) => {
      res.writeHead(401, { 'www-authenticate': 'Bearer' }).end()
      api.refuse()
    })

    await open()

    expect(renewals).toEqual(['alice-at-github'])
    expect(api.handshakes.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer alice-at-github',
      'Bearer renewed',
    ])
  })

  it('PROXY-15 a second time is an answer, without the upstream’s challenge', async () => {
    const { accessTokens, renewals } = renewing()
    const { api, refused } = await startProxiedSockets({}, { accessTokens })
    api.refuse((_req, res) => res.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end())

    const answer = await refused()

    expect(answer.status).toBe(502)
    expect(answer.headers).not.toHaveProperty('www-authenticate')
    expect([renewals.length, api.handshakes.length]).toEqual([1, 2])
  })

  it('is not tried again where there is no other', async () => {
    const { api, refused } = await startProxiedSockets()
    api.refuse((_req, res) => res.writeHead(401).end())

    expect((await refused()).status).toBe(502)
    expect(api.handshakes).toHaveLength(1)
  })
})

describe('an upstream that opens no WebSocket', () => {
  it('PROXY-04 is not followed elsewhere, token and all', async () => {
    const elsewhere = await startSocketUpstream()
    const { api, refused } = await startProxiedSockets()
    api.refuse((_req, res) => res.writeHead(307, { location: `${elsewhere.origin}/events` }).end())

    const answer = await refused()

    expect([answer.status, answer.headers.location]).toEqual([502, undefined])
    expect(elsewhere.handshakes).toHaveLength(0)
  })

  it.each([200, 204, 403, 404, 426, 500, 503])('PROXY-17 is 502 for the page: %i', async (status) => {
    const { api, refused } = await startProxiedSockets()
    api.refuse((_req, res) => res.writeHead(status).end())

    const answer = await refused()

    expect(answer).toMatchObject({ status: 502, headers: { connection: 'close' } })
    expect(answer.json()).toMatchObject({ code: 'upstream_unreachable' })
  })

  it.each([
    ['no HTTP', 'SSH-2.0-OpenSSH_9.9\r\n'],
    ['another key’s proof', `${UPGRADE}Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n\r\n`],
    ['no proof', `${UPGRADE}\r\n`],
    ['another protocol', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n'],
    ['endless headers', `${UPGRADE}X-Long: ${'a'.repeat(100_000)}\r\n\r\n`],
    ['nothing, and leaves', ''],
  ])('PROXY-17 is 502 for the page when it answers %s', async (_what, bytes) => {
    const { api, refused } = await startProxiedSockets()
    api.takeOver((socket) => socket.end(bytes))

    expect((await refused()).status).toBe(502)
  })

  it('PROXY-17 is 502 when nobody listens there', async () => {
    const bff = await startProxyServer({ upstreams: { live: { target: 'http://127.0.0.1:1' } } })
    const headers = { cookie: 'session=alice' }

    const answer = await refusedSocket(`${bff.origin}/api/live/x`, {
      origin: 'https://app.example.test',
      headers,
    })
    await bff.close()

    expect(answer.status).toBe(502)
    expect(JSON.stringify(answer.json())).not.toContain('127.0.0.1')
  })

  it('PROXY-18 is 504 when it does not answer in time', async () => {
    const timeouts = { connectMs: 50, headersMs: 50, idleBodyMs: 5_000 }
    const { api, refused } = await startProxiedSockets({ timeouts })
    const gone = new Promise((resolve) => api.takeOver((socket) => socket.resume().once('close', resolve)))

    const answer = await refused()

    expect(answer.status).toBe(504)
    expect(answer.json()).toMatchObject({ code: 'upstream_timeout' })
    await gone
  })

  it('PROXY-18 is 504 when it drips its answer', async () => {
    const timeouts = { connectMs: 50, headersMs: 100, idleBodyMs: 5_000 }
    const { api, refused } = await startProxiedSockets({ timeouts })
    api.takeOver((socket) => {
      socket.write(UPGRADE)
      const drip = setInterval(() => socket.write('X'), 10)
      socket.once('close', () => clearInterval(drip))
    })

    expect((await refused()).status).toBe(504)
  })

  it('PROXY-19 is let go when the page leaves first', async () => {
    const { api, bff } = await startProxiedSockets()
    const page = await connectRaw(bff.origin)
    const gone = new Promise((resolve) => {
      api.takeOver((socket) => {
        socket.resume().once('close', resolve)
        page.resetAndDestroy()
      })
    })

    page.write(rawHandshake())

    await gone
  })
})

function renewing() {
  const renewals: string[] = []
  const accessTokens = someAccessTokens({
    async refreshRejected(_session, _providerId, rejected) {
      renewals.push(rejected.accessToken)
      return { accessToken: 'renewed', scope: [] }
    },
  })
  return { accessTokens, renewals }
}
