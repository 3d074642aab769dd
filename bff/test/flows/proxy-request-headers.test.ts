import { describe, expect, it } from 'vitest'
import { rawCall, startProxied } from '../support/proxy-server.ts'
import { exchangeRaw, rawStatus } from '../support/raw-http.ts'

/** Framing and ours, on every forwarded call. */
const ALWAYS = ['host', 'connection', 'user-agent', 'via', 'authorization']

describe('the request an upstream receives', () => {
  it('PROXY-05 PROXY-08 carries nothing of the browser that names, proves or routes', async () => {
    const { bff, api } = await startProxied()
    const hostile = {
      ...{
        authorization: 'Bearer stolen',
        'proxy-authorization': 'Basic eDp5',
        cookie: 'session=alice; other=1',
      },
      ...{
        cookie2: '$Version=1',
        'x-csrf': '1',
        origin: 'https://app.example.test',
        referer: 'https://app.example.test/x',
      },
      ...{ 'x-forwarded-for': '10.0.0.1', 'x-forwarded-host': 'evil.test', 'x-forwarded-user': 'root' },
      ...{ forwarded: 'for=10.0.0.1', 'x-real-ip': '10.0.0.1', 'x-user-id': 'root', 'x-api-key': 'k' },
      ...{ x_forwarded_user: 'root', 'x-http-method-override': 'DELETE', 'x-method-override': 'DELETE' },
      ...{
        'sec-fetch-mode': 'cors',
        'sec-ch-ua': '"x"',
        'user-agent': 'Mozilla/5.0',
        te: 'trailers',
        expect: '100-continue',
      },
      ...{ 'x-requested-with': 'XMLHttpRequest', 'x-github-otp': '123456', dnt: '1', priority: 'u=1' },
    }

    await bff.call('/api/github/user?_method=DELETE', { headers: hostile })

    expect(api.requests[0]?.method).toBe('GET')
    expect(Object.keys(api.requests[0]?.headers ?? {}).sort()).toEqual([...ALWAYS].sort())
  })

  it('PROXY-04 carries the token of the session and no other', async () => {
    const { bff, api } = await startProxied()

    await bff.call('/api/github/user', { headers: { authorization: 'Bearer stolen' } })

    expect(api.requests[0]?.headers.authorization).toEqual(['Bearer alice-at-github'])
    expect(api.requests[0]?.headers['user-agent']).toEqual(['coatcheck'])
    expect(api.requests[0]?.headers.host).toEqual([new URL(api.origin).host])
  })

  it('PROXY-09 carries what describes the content wanted and sent', async () => {
    const { bff, api } = await startProxied()
    const described = {
      ...{ accept: 'application/vnd.github+json', 'accept-encoding': 'gzip, br', 'accept-language': 'de' },
      ...{
        'content-type': 'application/json; charset=utf-8',
        'content-encoding': 'gzip',
        'if-none-match': 'W/"1"',
      },
      ...{
        'if-match': '"2"',
        range: 'bytes=0-9',
        'if-range': '"3"',
        prefer: 'return=minimal',
        'last-event-id': '7',
      },
      ...{ 'if-modified-since': 'Tue, 01 Jan 2030 00:00:00 GMT', 'x-github-api-version': '2022-11-28' },
    }

    await bff.call('/api/github/user', { method: 'POST', headers: described, body: '{}' })

    for (const [name, value] of Object.entries(described)) {
      expect(api.requests[0]?.headers[name], name).toEqual([value])
    }
  })

  it('carries headers the configuration adds, and the fixed ones first of all', async () => {
    const { bff, api } = await startProxied({
      forwardRequestHeaders: ['X-Trace', 'X-Forwarded-For', 'Cookie'],
      headers: { 'User-Agent': 'board', 'X-Trace-Kind': 'app' },
    })

    await bff.call('/api/github/user', {
      headers: { 'x-trace': '1', 'x-trace-kind': 'forged', 'x-forwarded-for': '10.0.0.1' },
    })

    const { headers } = api.requests[0] ?? {}
    expect(headers).toMatchObject({ 'x-trace': ['1'], 'x-trace-kind': ['app'], 'user-agent': ['board'] })
    expect(headers).not.toHaveProperty('x-forwarded-for')
    expect(headers).not.toHaveProperty('cookie')
  })

  it.each([
    'authorization, via, x-trace',
    'close, Authorization,X-Trace',
    'x-trace , host',
    'keep-alive, X-TRACE',
  ])('PROXY-06 loses what Connection names, but never the token: %s', async (connection) => {
    const { bff, api } = await startProxied({ forwardRequestHeaders: ['x-trace'] })

    await bff.call('/api/github/user', {
      headers: {
        connection,
        'x-trace': '1',
        'keep-alive': 'timeout=5',
        'proxy-connection': 'x',
        upgrade: 'websocket',
      },
    })

    const names = Object.keys(api.requests[0]?.headers ?? {})
    expect(names.sort()).toEqual([...ALWAYS].sort())
  })

  it('names each dropped header once in the development log, and no value', async () => {
    const { bff } = await startProxied()

    await bff.call('/api/github/user', { headers: { 'x-trace': 'v4lue', 'sec-ch-ua': 'x' } })
    await bff.call('/api/github/user', { headers: { 'x-trace': 'v4lue' } })

    const dropped = bff.log.filter(({ msg }) => msg === 'request header not forwarded')
    expect(dropped).toMatchObject([{ upstream: 'github', header: 'x-trace' }])
    expect(JSON.stringify(bff.log)).not.toContain('v4lue')
  })
})

describe('Via', () => {
  it('PROXY-07 is added on the way out, after those of the hops before', async () => {
    const { bff, api } = await startProxied()

    await bff.call('/api/github/user')
    await bff.call('/api/github/user', { headers: { via: '2 edge' } })

    expect(api.requests.map(({ headers }) => headers.via)).toEqual([
      ['1.1 coatcheck'],
      ['2 edge, 1.1 coatcheck'],
    ])
  })

  it('PROXY-07 ends a loop', async () => {
    const { bff, api } = await startProxied()

    const answer = await bff.call('/api/github/user', { headers: { via: '1.1 coatcheck, 1.1 edge' } })

    expect(answer.status).toBe(502)
    expect(answer.json()).toMatchObject({ code: 'upstream_unreachable' })
    expect(api.requests).toHaveLength(0)
  })
})

/** Request heads and bodies that two HTTP parsers could cut in different places. */
const AMBIGUOUS = {
  'CL and TE': 'Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nX',
  'two lengths': 'Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!',
  'a list of lengths': 'Content-Length: 5, 6\r\n\r\nhello!',
  'a signed length': 'Content-Length: +5\r\n\r\nhello',
  'a negative length': 'Content-Length: -5\r\n\r\nhello',
  'an unknown coding': 'Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n',
  'chunked not last': 'Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n',
  'a space before the colon': 'Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n',
  'a folded header': 'X-Trace: a\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  'a bare CR in a value': 'X-Trace: a\rTransfer-Encoding: chunked\r\n\r\n',
  'a NUL in a value': 'X-Trace: a\0b\r\n\r\n',
  'a name with a space': 'X Trace: a\r\n\r\n',
  'a chunk size that is no number': 'Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n',
  'a chunk longer than it says': 'Transfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n0\r\n\r\n',
  'a bare LF in a chunk': 'Transfer-Encoding: chunked\r\n\r\n5\nhello\r\n0\r\n\r\n',
}

describe('a request that is framed ambiguously', () => {
  it.each(Object.entries(AMBIGUOUS))('PROXY-10 is refused and not passed on: %s', async (_what, rest) => {
    const { bff, api } = await startProxied({ forwardRequestHeaders: ['x-trace'] })
    const smuggled = 'GET /api/github/smuggled HTTP/1.1\r\nHost: x\r\n\r\n'

    const answer = await exchangeRaw(bff.origin, rawCall('POST', '/api/github/user', rest + smuggled))

    expect(rawStatus(answer)).toBe(400)
    expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1)
    expect(api.requests.filter(({ target }) => target.includes('smuggled'))).toHaveLength(0)
  })
})

it('PROXY-10 refuses a second Host', async () => {
  const { bff, api } = await startProxied()

  const answer = await exchangeRaw(
    bff.origin,
    rawCall('GET', '/api/github/user', 'Host: evil.test\r\nConnection: close\r\n\r\n'),
  )

  expect(rawStatus(answer)).toBe(400)
  expect(api.requests).toHaveLength(0)
})
