import { describe, expect, it } from 'vitest'
import { login } from '../support/journey.ts'
import { startBff } from '../support/start-bff.ts'

describe('answers to what cannot be done', () => {
  it.each([
    ['DELETE', '/bff/connections/gitlab', 404, 'route_not_found'],
    ['GET', '/bff/nowhere', 404, 'route_not_found'],
    ['GET', '/bff/login/%E0%A4%A', 400, 'invalid_request'],
    ['GET', '/bff/callback/github', 400, 'invalid_request'],
    ['POST', '/bff/session', 405, 'method_not_allowed'],
    ['DELETE', '/bff/connections/github', 401, 'unauthenticated'],
    ['GET', '/api/github/user', 401, 'unauthenticated'],
  ])('ERR-01 ERR-02 %s %s by a script is a problem with its code', async (method, path, status, code) => {
    const { browser } = await startBff()

    const answer = await browser().fetch(path, { method })

    expect(answer.status).toBe(status)
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(answer.json()).toEqual({
      type: `urn:coatcheck:problem:${code}`,
      title: expect.any(String),
      status,
      code,
      detail: expect.any(String),
      requestId: answer.headers['x-request-id'],
    })
    expect(answer.headers['www-authenticate']).toBe(status === 401 ? 'Session' : undefined)
    expect(answer.headers.allow).toBe(status === 405 ? 'GET' : undefined)
  })

  it.each([
    ['GET', '/bff/login/gitlab', 404],
    ['GET', '/bff/nowhere', 404],
    ['GET', '/bff/callback/github?state=%3Cscript%3E', 400],
    ['POST', '/bff/callback/github', 405],
  ])('ERR-01 ERR-02 %s %s by a navigation is a page that leads back', async (method, path, status) => {
    const { browser } = await startBff()

    const answer = await browser().navigate(path, { method, site: 'cross-site' })

    expect(answer.status).toBe(status)
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'content-security-policy':
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    })
    expect(answer.headers.allow).toBe(status === 405 ? 'GET' : undefined)
    expect(answer.text).toContain('<a href="/">')
    expect(answer.text).not.toContain('<script')
  })

  it.each([
    ['broken JSON', 400, '{"everywhere":', {}],
    ['a list', 400, '[]', {}],
    ['no object', 400, '"yes"', {}],
    ['an unknown member', 400, '{"all":true}', {}],
    ['a number for a yes', 400, '{"everywhere":1}', {}],
    ['too much', 413, JSON.stringify({ federated: 'x'.repeat(5000) }), {}],
    ['a charset nobody speaks', 400, '{}', { 'content-type': 'application/json; charset=klingon' }],
    ['a body that lies about its encoding', 400, '{}', { 'content-encoding': 'gzip' }],
  ])('refuses a logout with %s and keeps the session', async (_what, status, body, headers) => {
    const bff = await startBff()
    const browser = bff.browser()
    await login(browser, 'github')

    const answer = await browser.fetch('/bff/logout', { method: 'POST', headers, body })

    expect(answer.status).toBe(status)
    expect((await browser.fetch('/bff/session')).status).toBe(200)
  })

  it('names each request in the answer and in the log, and no query in either', async () => {
    const bff = await startBff()

    const answer = await bff.browser().navigate('/bff/callback/github?code=canary-code&state=canary-state')

    const line = bff.log.map((text) => JSON.parse(text)).find(({ msg }) => msg === 'request')
    expect(line).toMatchObject({
      requestId: answer.headers['x-request-id'],
      path: '/bff/callback/github',
      status: 400,
    })
    expect(bff.log.join() + answer.text).not.toContain('canary')
  })

  it.each([
    ['nothing but signs', '=;;= ; =x;'],
    ['a name that objects have', '__proto__=x; constructor=y'],
    ['a bad escape', 'coatcheck=%E0%A4%A; coatcheck-hint=%'],
    ['two hundred cookies', Array.from({ length: 200 }, (_value, index) => `c${index}=v`).join('; ')],
    ['an unsigned session', 'coatcheck=abc'],
    ['a signature of nothing', 'coatcheck=s:.; coatcheck-login-x='],
    ['a broken signature', 'coatcheck=s%3Aabc.def'],
  ])('ERR-03 SESS-07 takes a Cookie header with %s for nobody', async (_what, cookie) => {
    const bff = await startBff()
    const browser = bff.browser()

    const session = await browser.fetch('/bff/session', { headers: { cookie } })
    const departure = await browser.navigate('/bff/login/github')

    expect([session.status, departure.status]).toEqual([204, 303])
  })
})
