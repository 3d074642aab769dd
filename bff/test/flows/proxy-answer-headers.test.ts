import { describe, expect, it } from 'vitest'
import { startProxied } from '../support/proxy-server.ts'

const GUARD = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
}

describe('the answer a browser receives', () => {
  it('PROXY-12 has nothing by which an upstream speaks for the app', async () => {
    const { bff, api } = await startProxied()
    const hostile: Record<string, string | string[]> = {
      ...{ 'set-cookie': ['__Host-Http-coatcheck=evil; Path=/', 'x=1'], 'set-cookie2': 'x=1' },
      ...{
        'access-control-allow-origin': '*',
        'access-control-expose-headers': '*',
        'timing-allow-origin': '*',
      },
      ...{ 'strict-transport-security': 'max-age=0', 'public-key-pins': 'x', 'clear-site-data': '"*"' },
      ...{ server: 'secret/1.0', 'x-powered-by': 'secret', 'x-aspnet-version': '4', via: '1.1 inner' },
      ...{ 'alt-svc': 'h3=":443"', refresh: '0; url=//evil.test', 'service-worker-allowed': '/', nel: '{}' },
      ...{ 'x-oauth-scopes': 'repo', 'x-oauth-client-id': 'id', 'x-accepted-oauth-scopes': 'repo' },
      ...{ 'x-accel-redirect': '/etc/passwd', 'x-sendfile': '/etc/passwd', 'speculation-rules': '"/x"' },
      ...{
        'proxy-authenticate': 'Basic',
        trailer: 'x',
        'keep-alive': 'timeout=99',
        authorization: 'Bearer x',
      },
      ...{
        connection: 'keep-alive, x-hop',
        'x-hop': '1',
        'permissions-policy': 'camera=*',
        'report-to': '{}',
      },
    }
    api.answerWith(200, { ...hostile, 'x-ratelimit-remaining': '4999', etag: '"1"' })

    const answer = await bff.call('/api/github/user')

    const kept = [
      'x-ratelimit-remaining',
      'etag',
      'content-type',
      'date',
      'x-request-id',
      'connection',
      'transfer-encoding',
    ]
    const ours = { ...GUARD, 'strict-transport-security': 'max-age=31536000; includeSubDomains' }
    expect(Object.keys(answer.headers).sort()).toEqual([...kept, ...Object.keys(ours)].sort())
    expect(answer.headers).toMatchObject({ ...ours, 'x-ratelimit-remaining': '4999', etag: '"1"' })
  })

  it.each([
    ['text/html', '<script>alert(1)</script>'],
    ['image/svg+xml', '<svg onload="alert(1)"/>'],
    ['text/javascript', 'alert(1)'],
  ])('PROXY-14 HDR-01 cannot run in the origin of the app: %s', async (type, content) => {
    const { bff, api } = await startProxied()
    api.answer((_req, res) => void res.writeHead(200, { 'content-type': type }).end(content))

    const answer = await bff.call('/api/github/page')

    expect(answer.headers).toMatchObject({ ...GUARD, 'content-type': type })
    expect(answer.text).toBe(content)
  })

  it('replaces policies of the upstream by its own instead of adding to them', async () => {
    const { bff, api } = await startProxied()
    api.answerWith(200, { 'content-security-policy': "script-src 'unsafe-inline'", 'x-request-id': 'theirs' })

    const { rawHeaders } = await bff.call('/api/github/page')

    const names = rawHeaders.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase())
    expect(names).toHaveLength(new Set(names).size)
    expect(rawHeaders).not.toContain('theirs')
  })
})

describe('caching', () => {
  it.each(['/user', '/style.css', '/user/x.js'])(
    'PROXY-13 is refused whatever the upstream says: %s',
    async (path) => {
      const { bff, api } = await startProxied()
      const open = 'public, max-age=3600'
      api.answerWith(200, {
        ...{
          'cache-control': open,
          'cdn-cache-control': open,
          'surrogate-control': open,
          'edge-control': open,
        },
        ...{ expires: 'Tue, 01 Jan 2099 00:00:00 GMT', pragma: 'public', age: '1' },
      })

      const { headers } = await bff.call(`/api/github${path}`)

      expect(headers['cache-control']).toBe('no-store')
      for (const name of [
        'cdn-cache-control',
        'surrogate-control',
        'edge-control',
        'expires',
        'pragma',
        'age',
      ]) {
        expect(headers).not.toHaveProperty(name)
      }
    },
  )

  it('PROXY-13 lets the browser ask again with its ETag where the route says so', async () => {
    const rule = {
      methods: ['GET' as const],
      path: '/**',
      csrf: 'header' as const,
      cache: 'revalidate' as const,
    }
    const { bff, api } = await startProxied({ allow: [rule] })
    api.answer((req, res) => {
      const status = req.headers['if-none-match'] === '"1"' ? 304 : 200
      res.writeHead(status, { etag: '"1"', vary: 'Accept', 'cache-control': 'public' }).end()
    })

    const first = await bff.call('/api/github/user')
    const second = await bff.call('/api/github/user', { headers: { 'if-none-match': '"1"' } })

    expect(first.headers).toMatchObject({
      'cache-control': 'private, no-cache',
      vary: 'Accept, Cookie',
      etag: '"1"',
    })
    expect(second).toMatchObject({ status: 304, text: '', headers: { 'cache-control': 'private, no-cache' } })
  })
})

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])(
    'PROXY-04 to another host is returned with %i and never followed',
    async (status) => {
      const elsewhere = await startProxied()
      const { bff, api } = await startProxied()
      api.answerWith(status, { location: `${elsewhere.api.origin}/steal` })

      const answer = await bff.call('/api/github/archive')

      expect(answer).toMatchObject({ status, headers: { location: `${elsewhere.api.origin}/steal` } })
      expect(elsewhere.api.requests).toHaveLength(0)
      expect(api.requests).toHaveLength(1)
    },
  )

  it('PROXY-04 within the upstream leads through the proxy', async () => {
    const { bff, api } = await startProxied()
    api.answerWith(301, { location: `${api.origin}/repositories/7/issues?state=all` })

    const answer = await bff.call('/api/github/repos/o/old/issues?state=all')

    expect(answer.headers.location).toBe('/api/github/repositories/7/issues?state=all')
  })

  it('PROXY-04 back to the app loses its Location, so that no upstream drives calls to another', async () => {
    const { bff, api } = await startProxied()
    api.answerWith(307, { location: 'https://app.example.test/api/tasks/lists' })

    const answer = await bff.call('/api/github/x', { method: 'POST', body: '{}' })

    expect(answer.status).toBe(307)
    expect(answer.headers).not.toHaveProperty('location')
  })
})

it('maps page links onto the path of the call, as an unmodified API client follows them', async () => {
  const { bff, api } = await startProxied()
  const link = (page: number, rel: string) =>
    `<${api.origin}/repositories/7/issues?per_page=2&page=${page}>; rel="${rel}"`
  api.answerWith(200, { link: `${link(2, 'next')}, ${link(9, 'last')}` })

  const answer = await bff.call('/api/github/repos/o/r/issues?per_page=2')

  const base = 'https://app.example.test/api/github/repos/o/r/issues?per_page=2'
  expect(answer.headers.link).toBe(`<${base}&page=2>; rel="next", <${base}&page=9>; rel="last"`)
})
