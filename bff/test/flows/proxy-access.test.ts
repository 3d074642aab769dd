import { describe, expect, it } from 'vitest'
import type { RouteRule } from '../../src/proxy/route-matcher.ts'
import { accessOf, someAccessTokens, startProxied, startProxyServer } from '../support/proxy-server.ts'
import { startResourceServer } from '../support/resource-server.ts'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

describe('a call without a session', () => {
  it.each(METHODS)('PROXY-16 is answered 401 and never sent to a login page: %s', async (method) => {
    const { bff, api } = await startProxied()

    const answer = await bff.call('/api/github/user', { method, headers: { cookie: '' } })

    expect(answer).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Session' } })
    expect(answer.headers).not.toHaveProperty('location')
    if (method !== 'HEAD') expect(answer.json()).toMatchObject({ code: 'unauthenticated', status: 401 })
    expect(api.requests).toHaveLength(0)
  })

  it('is refused by an upstream that needs no credential too', async () => {
    const { bff, api } = await startProxied({ credential: { type: 'none' } })

    const anonymous = await bff.call('/api/github/x', { headers: { cookie: '' } })
    const signedIn = await bff.call('/api/github/x', { headers: { authorization: 'Bearer stolen' } })

    expect([anonymous.status, signedIn.status]).toEqual([401, 200])
    expect(api.requests.map(({ headers }) => headers.authorization)).toEqual([undefined])
  })
})

describe('a call that is not proven to be the app’s', () => {
  it.each(METHODS)(
    'CSRF-02 without the header is refused before the session is looked up: %s',
    async (method) => {
      let lookups = 0
      const accessTokens = someAccessTokens({
        async authenticate() {
          lookups++
          return accessOf('alice')
        },
      })
      const { bff, api } = await startProxied({}, { accessTokens })

      const answer = await bff.call('/api/github/user', { method, headers: { 'x-csrf': '' } })

      expect(answer.status).toBe(403)
      expect(lookups + api.requests.length).toBe(0)
    },
  )

  it.each(['cross-site', 'same-site', 'none', 'unheard-of'])('CSRF-05 is refused from %s', async (site) => {
    const { bff, api } = await startProxied()

    const answer = await bff.call('/api/github/user', { headers: { 'sec-fetch-site': site } })

    expect(answer.json()).toMatchObject({ code: 'csrf' })
    expect(api.requests).toHaveLength(0)
  })

  it.each(['https://evil.test', 'null', 'https://app.example.test.evil.test', 'http://app.example.test'])(
    'CSRF-03 a preflight from %s gets no approval and goes nowhere',
    async (origin) => {
      const { bff, api } = await startProxied()
      const asked = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-csrf' }

      const answer = await bff.call('/api/github/user', {
        method: 'OPTIONS',
        headers: { ...asked, origin, 'sec-fetch-site': 'cross-site', 'x-csrf': '', cookie: '' },
      })

      expect(answer.status).toBe(403)
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
      expect(api.requests).toHaveLength(0)
    },
  )

  it('needs no header where a route trusts Fetch Metadata, but only to read', async () => {
    const { bff, api } = await startProxied({
      allow: [
        aRule({ methods: ['GET', 'POST'], path: '/avatar', csrf: 'fetch-metadata' }),
        aRule({ path: '/user' }),
      ],
    })
    const headers = { 'x-csrf': '' }

    const image = await bff.call('/api/github/avatar', { headers })
    const forged = await bff.call('/api/github/avatar', {
      headers: { ...headers, 'sec-fetch-site': 'cross-site' },
    })
    const write = await bff.call('/api/github/avatar', { method: 'POST', headers, body: '{}' })
    const other = await bff.call('/api/github/user', { headers })

    expect([image.status, forged.status, write.status, other.status]).toEqual([200, 403, 403, 403])
    expect(api.requests).toHaveLength(1)
  })
})

describe('the allow-list', () => {
  const allow = [aRule({ path: '/user/**' }), aRule({ methods: ['GET', 'POST'], path: '/repos/*/*/issues' })]

  it.each([
    ['GET', '/user', 200],
    ['GET', '/user/repos', 200],
    ['POST', '/repos/o/r/issues', 200],
    ['GET', '/users', 404],
    ['GET', '/repos/o/r', 404],
    ['GET', '/', 404],
    ['DELETE', '/repos/o/r/issues', 405],
    ['HEAD', '/user', 405],
    ['TRACE', '/user', 405],
    ['PROPFIND', '/user', 405],
  ])('PROXY-01 PROXY-02 answers %s %s with %i', async (method, path, status) => {
    const { bff, api } = await startProxied({ allow })

    const answer = await bff.call(`/api/github${path}`, { method })

    expect(answer.status).toBe(status)
    expect(api.requests).toHaveLength(status === 200 ? 1 : 0)
  })

  it('ERR-02 PROXY-02 names the methods that are allowed', async () => {
    const { bff } = await startProxied({ allow })

    const answer = await bff.call('/api/github/repos/o/r/issues', { method: 'DELETE' })

    expect(answer.headers.allow).toBe('GET, POST')
    expect(answer.json()).toMatchObject({ code: 'method_not_allowed' })
  })

  it.each(['TRACE', 'MKCOL'])(
    'PROXY-02 has no place for %s even when everything is allowed',
    async (method) => {
      const { bff, api } = await startProxied()

      const answer = await bff.call('/api/github/user', { method })

      expect(answer).toMatchObject({ status: 405, headers: { allow: METHODS.join(', ') } })
      expect(api.requests).toHaveLength(0)
    },
  )
})

it('ADV-06 sends each session’s token of each provider to its own upstream, in parallel too', async () => {
  const [github, google] = [await startResourceServer(), await startResourceServer()]
  const bff = await startProxyServer({
    upstreams: {
      github: { target: github.origin },
      google: { target: google.origin, credential: { type: 'userToken', provider: 'google' } },
    },
  })
  const sessions = Array.from({ length: 20 }, (_, n) => `session-${n}`)

  await Promise.all(
    sessions.flatMap((id) =>
      ['github', 'google'].map((upstream) =>
        bff.call(`/api/${upstream}/${id}`, { headers: { cookie: `session=${id}` } }),
      ),
    ),
  )

  for (const [name, api] of Object.entries({ github, google })) {
    expect(api.requests).toHaveLength(20)
    for (const { target, headers } of api.requests) {
      expect(headers.authorization).toEqual([`Bearer ${target.slice(1)}-at-${name}`])
    }
  }
  await Promise.all([bff.close(), github.close(), google.close()])
})

describe('calls in flight', () => {
  it('PROXY-18 are limited for each session, and a place is free again when one ends', async () => {
    const { bff, api } = await startProxied({ maxConcurrentPerSession: 2 })
    const open: (() => void)[] = []
    api.answer((_req, res) => {
      res.flushHeaders()
      open.push(() => res.end())
    })
    const running = [await bff.open('/api/github/a'), await bff.open('/api/github/b')]

    const refused = await bff.call('/api/github/c')
    const other = await bff.open('/api/github/d', { headers: { cookie: 'session=bob' } })
    open[0]?.()
    await new Promise((resolve) => running[0]?.resume().once('end', resolve))
    const again = await bff.open('/api/github/e')

    expect(refused).toMatchObject({ status: 429, headers: { 'retry-after': '1' } })
    expect(refused.json()).toMatchObject({ code: 'rate_limited' })
    expect([other.statusCode, again.statusCode]).toEqual([200, 200])
  })
})

function aRule(fields: Partial<RouteRule>): RouteRule {
  return { methods: ['GET'], path: '/**', cache: 'no-store', csrf: 'header', ...fields }
}
