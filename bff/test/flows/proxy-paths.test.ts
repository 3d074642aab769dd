import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ProxyServer } from '../support/proxy-server.ts'
import { rawCall, startProxied, startProxyServer } from '../support/proxy-server.ts'
import { exchangeRaw, rawStatus } from '../support/raw-http.ts'
import type { ResourceServer } from '../support/resource-server.ts'
import { startResourceServer } from '../support/resource-server.ts'

/** Below the allow-listed `/api/github/repos`: none may reach the upstream, least of all outside of it. */
const HOSTILE = [
  // dot segments, raw and encoded
  ...['/../admin', '/./x', '/..', '/.', '/a/../../admin', '/%2e%2e/admin', '/%2E%2E/admin', '/.%2e/admin'],
  ...['/%2e./admin', '/%2e/x', '/a/%2e%2e/%2e%2e/admin', '/..%20/admin', '/a/..?x=1', '/%2e%2e?x=1'],
  // path parameters that some servers cut off before they resolve dots
  ...['/..;/admin', '/..;x=1/admin', '/.;/admin', '/%2e%2e;/admin', '/..%3b/admin', '/%2e%2e%3bx/admin'],
  // slashes in disguise
  ...['/a%2fb', '/a%2Fb', '/..%2fadmin', '/%2e%2e%2fadmin', '/..%2f..%2fadmin', '/a%5cb', '/..%5cadmin'],
  ...['/a\\b', '/..\\admin', '\\..\\admin', '/%2f%2fevil.test', '/%5c%5cevil.test'],
  // empty segments
  ...['//admin', '//evil.test/x', '/a//b', '///', '//..//admin', '/x//'],
  // encoded twice and three times
  ...['/%252e%252e/admin', '/..%252fadmin', '/a%252fb', '/a%255cb', '/%252e%252e%252fadmin', '/a%2500b'],
  ...[
    '/a%25252fb',
    '/%25252e%25252e/x',
    '/%25%32%65%25%32%65/x',
    '/%%32%65',
    '/a%2525252525252e',
    '/a%25%32%66b',
  ],
  // control characters
  ...[
    '/a%00b',
    '/%00',
    '/a%0ab',
    '/a%0d%0ab',
    '/a%09b',
    '/a%1fb',
    '/a%7fb',
    '/..%00/admin',
    '/a%0d%0aHost:%20x',
  ],
  // not UTF-8, and overlong forms of dot, slash and backslash
  ...[
    '/%c0%af',
    '/%c0%ae%c0%ae/admin',
    '/%e0%80%af',
    '/%f0%80%80%af',
    '/%c1%9c',
    '/%ff',
    '/%80',
    '/%ed%a0%80',
  ],
  // broken encoding
  ...['/%', '/%2', '/%zz', '/a%g0', '/%u002e%u002e/admin', '/100%'],
  // characters that belong encoded
  ...['/a#b', '/..#/x', '/a"b', '/a<b>', '/a{b}', '/a^b', '/a`b', '/caf\u00e9', '?q=#x', '?q=\u00e9'],
]

/** In place of the whole request target. */
const HOSTILE_TARGETS = [
  ...[
    'http://evil.test/api/github/repos',
    'http://app.example.test/api/github/repos',
    'https://x@y/api/github',
  ],
  ...['/api//github/repos', '/api/./github/repos', '/api/../api/github/repos', '/api/github/../tasks/x'],
  ...['/api/github%2frepos', '/api/%2e%2e/bff/session', '/api/%67ithub/%2e%2e/x'],
]

describe('a call with an ambiguous path', () => {
  let api: ResourceServer
  let bff: ProxyServer

  beforeAll(async () => {
    api = await startResourceServer()
    const allow = [
      { methods: ['GET' as const], path: '/repos/**', cache: 'no-store' as const, csrf: 'header' as const },
    ]
    bff = await startProxyServer({ upstreams: { github: { target: `${api.origin}/base`, allow } } })
  })

  afterAll(async () => {
    await bff.close()
    await api.close()
  })

  it.each([...HOSTILE.map((tail) => `/api/github/repos${tail}`), ...HOSTILE_TARGETS])(
    'PROXY-03 PROXY-01 is refused and goes nowhere: %j',
    async (target) => {
      const answer = await exchangeRaw(bff.origin, rawCall('GET', target))

      expect(rawStatus(answer)).toBe(400)
      expect(api.requests).toHaveLength(0)
    },
  )

  it('says what is wrong with it', async () => {
    const answer = await bff.call('/api/github/repos/a%2fb')

    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
    expect(answer.json()).toMatchObject({ code: 'invalid_request', detail: 'The path has an encoded slash.' })
  })
})

describe('a call with a clear path', () => {
  let received: (target: string) => Promise<string | undefined>

  beforeEach(async () => {
    const { api, bff } = await startProxied()
    received = async (target) => {
      await bff.call(target)
      return api.requests[0]?.target
    }
  })

  it.each([
    ['/api/github/user', '/user'],
    ['/api/github', '/'],
    ['/api/github/', '/'],
    ['/api/github?x=1', '/?x=1'],
    ['/api/%67ithub/%75ser/', '/user/'],
    ['/api/github/a%c3%a9%2B', '/a%C3%A9%2B'],
    [
      '/api/github/x?__proto__[x]=1&constructor.prototype.x=1&a=1&a=2',
      '/x?__proto__[x]=1&constructor.prototype.x=1&a=1&a=2',
    ],
    ['/api/github/x?url=http://evil.test/%2e%2E/../?&=', '/x?url=http://evil.test/%2e%2E/../?&='],
    ['/api/github/@evil.test/x', '/@evil.test/x'],
    ['/api/github/http:evil.test', '/http:evil.test'],
  ])('PROXY-22 reaches the upstream in normal form, its query untouched: %s', async (target, expected) => {
    expect(await received(target)).toBe(expected)
    expect(Object.prototype).not.toHaveProperty('x')
  })
})

it.each([
  ['/api', 404],
  ['/api/', 404],
  ['/api/gitlab/user', 404],
  ['/api/github2/user', 404],
  ['/api/GitHub/user', 404],
  ['/api/__proto__/user', 404],
  ['/api/constructor', 404],
  ['/api%2fgithub/user', 404],
  ['/apix/github/user', 404],
])('PROXY-01 knows no other upstream than those configured: %s', async (target, status) => {
  const { api, bff } = await startProxied()

  const answer = await bff.call(target, { headers: { host: 'evil.test' } })

  expect(answer.status).toBe(status)
  expect(api.requests).toHaveLength(0)
})

it('puts the path of the base URL before every path', async () => {
  const api = await startResourceServer()
  const bff = await startProxyServer({ upstreams: { tasks: { target: `${api.origin}/tasks/v1/` } } })

  await bff.call('/api/tasks/lists?a=b')
  await bff.call('/api/tasks')

  expect(api.requests.map(({ target }) => target)).toEqual(['/tasks/v1/lists?a=b', '/tasks/v1'])
  await bff.close()
  await api.close()
})
