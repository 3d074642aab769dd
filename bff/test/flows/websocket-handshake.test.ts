import { once } from 'node:events'
import { describe, expect, it, onTestFinished } from 'vitest'
import { BffError } from '../../src/errors.ts'
import { rawHandshake, SOCKET_KEY, startProxiedSockets } from '../support/proxied-sockets.ts'
import { someAccessTokens } from '../support/proxy-server.ts'
import { connectRaw, exchangeRaw, rawStatus } from '../support/raw-http.ts'

describe('a WebSocket handshake', () => {
  it('opens one upstream, with the token and without anything of the browser', async () => {
    const { api, open } = await startProxiedSockets()

    const page = await open('/events?room=a%2Fb&room=%27c%27', {
      headers: {
        cookie: 'session=alice; other=1',
        authorization: 'Bearer stolen',
        'x-forwarded-for': '10.0.0.1',
        'sec-fetch-site': 'same-origin',
        'x-csrf': '1',
        connection: 'upgrade, authorization, x-private',
        'accept-language': 'de',
      },
    })

    expect(page.headers['sec-websocket-extensions']).toBeUndefined()
    expect(page.headers['x-request-id']).toMatch(/^[\w-]{36}$/)
    const [seen] = api.handshakes
    expect(seen?.url).toBe('/events?room=a%2Fb&room=%27c%27')
    expect(Object.keys(seen?.headers ?? {}).sort()).toEqual([
      'accept-language',
      'authorization',
      'connection',
      'host',
      'sec-websocket-key',
      'sec-websocket-version',
      'upgrade',
      'user-agent',
      'via',
    ])
    expect(seen?.headers).toMatchObject({
      authorization: 'Bearer alice-at-github',
      'user-agent': 'coatcheck',
      via: '1.1 coatcheck',
      connection: 'Upgrade',
    })
  })

  it('sends the query byte for byte', async () => {
    const { bff, api } = await startProxiedSockets()

    const page = await connectRaw(bff.origin)
    onTestFinished(() => void page.destroy())

    page.write(rawHandshake({}, `/api/live/a?x='"<>|\`&__proto__[y]=%00`))
    const [answer] = (await once(page, 'data')) as [Buffer]

    expect(rawStatus(answer.toString())).toBe(101)
    expect(api.handshakes[0]?.url).toBe(`/a?x='"<>|\`&__proto__[y]=%00`)
  })

  it('is not answered before the upstream has answered', async () => {
    const { api, refused } = await startProxiedSockets()
    api.refuse((_req, res) => res.writeHead(403, { 'set-cookie': 'a=b' }).end('not you'))

    const answer = await refused()

    expect(answer).toMatchObject({
      status: 502,
      headers: { 'content-type': expect.stringContaining('problem') },
    })
    expect(answer.headers).not.toHaveProperty('set-cookie')
    expect(answer.json()).toMatchObject({ code: 'upstream_unreachable' })
  })

  it('offers the upstream what the page offers, and takes what it takes', async () => {
    const { api, open } = await startProxiedSockets({}, { protocol: 'chat.v2' })

    const page = await open('/events', { protocols: ['chat.v1', 'chat.v2'] })

    expect(api.handshakes[0]?.headers['sec-websocket-protocol']).toBe('chat.v1,chat.v2')
    expect(page.socket.protocol).toBe('chat.v2')
  })

  it('needs a session only where the upstream takes no token', async () => {
    const { api, open, refused } = await startProxiedSockets({ credential: { type: 'none' } })

    const anonymous = await refused('/events', { headers: {} })
    await open()

    expect(anonymous.status).toBe(401)
    expect(api.handshakes.map(({ headers }) => headers.authorization)).toEqual([undefined])
  })
})

describe('a handshake that may be forged', () => {
  it.each([
    ['from another site', { origin: 'https://evil.example' }],
    ['from a sibling of this site', { origin: 'https://other.example.test' }],
    ['from our origin with something behind it', { origin: 'https://app.example.test.evil.example' }],
    ['from our origin with a slash', { origin: 'https://app.example.test/' }],
    ['from our origin without TLS', { origin: 'http://app.example.test' }],
    ['from our origin on another port', { origin: 'https://app.example.test:8443' }],
    ['from a sandboxed frame', { origin: 'null' }],
    ['from nowhere', { origin: undefined }],
    ['from nowhere, with the header of other calls', { origin: undefined, 'x-csrf': '1' }],
    ['from here and from elsewhere', { origin: 'https://app.example.test\r\norigin: https://evil.example' }],
    ['from here twice', { origin: 'https://app.example.test\r\norigin: https://app.example.test' }],
    [
      'with the Origin of an old draft only',
      { origin: undefined, 'sec-websocket-origin': 'https://app.example.test' },
    ],
    ['cross-site, by Fetch Metadata', { 'sec-fetch-site': 'cross-site' }],
    ['same-site, by Fetch Metadata', { 'sec-fetch-site': 'same-site' }],
    ['from the address bar, by Fetch Metadata', { 'sec-fetch-site': 'none' }],
  ])('CSRF-11 is refused before the session is looked up: %s', async (_where, lines) => {
    let lookups = 0
    const accessTokens = someAccessTokens({
      async authenticate() {
        lookups++
        throw new BffError('unauthenticated', 'There is no session.')
      },
    })
    const { bff, api } = await startProxiedSockets({}, { accessTokens })

    const answer = await exchangeRaw(bff.origin, rawHandshake(lines))

    expect(rawStatus(answer)).toBe(403)
    expect(answer).toContain('"code":"csrf"')
    expect(lookups + api.handshakes.length).toBe(0)
  })

  it('CSRF-11 PROXY-16 is refused without a session, and goes nowhere', async () => {
    const { api, refused } = await startProxiedSockets()

    const answer = await refused('/events', { headers: {} })

    expect(answer).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': 'Session', connection: 'close' },
    })
    expect(answer.json()).toMatchObject({
      code: 'unauthenticated',
      requestId: answer.headers['x-request-id'],
    })
    expect(api.handshakes).toHaveLength(0)
  })
})

describe('an upgrade that is no handshake', () => {
  it.each([
    ['to a path no rule allows', 404, {}, '/api/live/private'],
    ['to a path that may only be posted to', 405, {}, '/api/live/orders'],
    ['to an upstream nobody knows', 404, {}, '/api/other/events'],
    ['to a path of the BFF', 404, {}, '/bff/session'],
    ['to the app', 404, {}, '/'],
    ['to a path with a dot segment', 400, {}, '/api/live/events/%2e%2e/private'],
    ['to another host', 400, {}, 'http://169.254.169.254/api/live/events'],
    ['to another host over ws', 400, {}, 'ws://evil.example/api/live/events'],
    ['to an authority', 400, {}, '//evil.example/api/live/events'],
    ['to HTTP/2', 400, { upgrade: 'h2c', 'http2-settings': 'AAMAAABkAAQCAAAAAAIAAAAA' }, '/api/live/events'],
    ['to two protocols', 400, { upgrade: 'websocket, h2c' }, '/api/live/events'],
    ['of an older version', 426, { 'sec-websocket-version': '8' }, '/api/live/events'],
    ['of no version', 426, { 'sec-websocket-version': undefined }, '/api/live/events'],
    ['without a key', 400, { 'sec-websocket-key': undefined }, '/api/live/events'],
    ['with a short key', 400, { 'sec-websocket-key': 'c2hvcnQ=' }, '/api/live/events'],
    [
      'with two keys',
      400,
      { 'sec-websocket-key': `${SOCKET_KEY}\r\nsec-websocket-key: ${SOCKET_KEY}` },
      '/api/live/events',
    ],
    ['with a subprotocol twice', 400, { 'sec-websocket-protocol': 'a, a' }, '/api/live/events'],
    ['with a subprotocol that is none', 400, { 'sec-websocket-protocol': 'a b' }, '/api/live/events'],
    ['with a body', 400, { 'content-length': '5' }, '/api/live/events'],
    ['with a body in chunks', 400, { 'transfer-encoding': 'chunked' }, '/api/live/events'],
    ['with two hosts', 400, { host: 'app.example.test\r\nhost: evil.example' }, '/api/live/events'],
    ['that has been through here before', 502, { via: '1.1 coatcheck' }, '/api/live/events'],
  ])('PROXY-06 PROXY-01 is answered in HTTP and closed: %s', async (_what, status, lines, target) => {
    const { bff, api } = await startProxiedSockets({
      allow: [aRule(['GET'], '/events'), aRule(['POST'], '/orders')],
    })

    const answer = await exchangeRaw(bff.origin, rawHandshake(lines, target))

    expect(rawStatus(answer)).toBe(status)
    const [head = '', body = ''] = answer.split('\r\n\r\n')
    expect(head).toContain('Content-Type: application/problem+json')
    expect(head).toContain('Connection: close')
    expect(head).toContain(`Content-Length: ${body.length}`)
    expect(JSON.parse(body)).toMatchObject({ status })
    expect(api.handshakes).toHaveLength(0)
  })

  it.each(['8', '14', '013', '13, 8', '', undefined])('of version %j is told ours', async (version) => {
    const { bff } = await startProxiedSockets()

    const answer = await exchangeRaw(bff.origin, rawHandshake({ 'sec-websocket-version': version }))

    const [head = '', body = ''] = answer.split('\r\n\r\n')
    expect(head.split('\r\n')).toEqual(
      expect.arrayContaining([
        'HTTP/1.1 426 Upgrade Required',
        'Sec-WebSocket-Version: 13',
        'Upgrade: websocket',
        'Connection: Upgrade',
        'Connection: close',
      ]),
    )
    expect(JSON.parse(body)).toMatchObject({ status: 426, code: 'invalid_request' })
  })

  it('is told our version only where that is what is wrong with it', async () => {
    const { bff } = await startProxiedSockets()

    const answer = await exchangeRaw(bff.origin, rawHandshake({ 'sec-websocket-key': undefined }))

    expect(answer.toLowerCase()).not.toMatch(/sec-websocket-version:|upgrade:/)
  })

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('PROXY-06 is refused as %s', async (method) => {
    const { bff, api } = await startProxiedSockets()

    const answer = await exchangeRaw(bff.origin, rawHandshake({}, '/api/live/events', method))

    expect(rawStatus(answer)).toBe(405)
    expect(answer).toContain('Allow: GET\r\n')
    expect(api.handshakes).toHaveLength(0)
  })
})

function aRule(methods: ('GET' | 'POST')[], path: string) {
  return { methods, path, cache: 'no-store', csrf: 'header' } as const
}
