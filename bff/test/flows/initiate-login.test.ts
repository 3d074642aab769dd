import { describe, expect, it } from 'vitest'
import type { Browser, BrowserResponse } from '../support/browser.ts'
import { agreeAt, comeBack } from '../support/journey.ts'
import { startBff, type TestBff } from '../support/start-bff.ts'

describe('a login that the provider starts', () => {
  it.each(['GET', 'POST'] as const)('LOGIN-15 ends where it was to lead: %s', async (method) => {
    const bff = await startBff()
    const browser = bff.browser()
    const target = `${bff.publicUrl}/projects?tab=open`

    const started = await initiate(browser, method, {
      iss: bff.google.origin,
      login_hint: 'ada@verified.example',
      target_link_uri: target,
    })
    expect(started.status).toBe(303)
    const departure = await browser.navigate(started.location(), { site: 'cross-site' })
    expect(departure.location().searchParams.get('login_hint')).toBe('ada@verified.example')
    const landing = await comeBack(browser, await agreeAt(departure.location()))

    expect(landing.headers.location).toBe('/projects?tab=open')
    expect((await browser.fetch('/bff/session')).status).toBe(200)
  })

  it('LOGIN-15 ends at the front page when nothing else was named', async () => {
    const bff = await startBff()

    const started = await initiate(bff.browser(), 'GET', { iss: bff.google.origin })

    expect(started.headers.location).toBe('/bff/login/google?returnTo=%2F')
  })

  it.each([
    ['missing', () => undefined],
    ['unknown', () => 'https://evil.example'],
    ['of another provider', (bff: TestBff) => `${bff.github.origin}/login/oauth`],
    ['spelled otherwise', (bff: TestBff) => `${bff.google.origin}/`],
  ])('LOGIN-15 does not begin when iss is %s', async (_what, issOf) => {
    const bff = await startBff()
    const iss = issOf(bff)

    for (const method of ['GET', 'POST'] as const) {
      await expectRefused(await initiate(bff.browser(), method, iss === undefined ? {} : { iss }))
    }
  })

  it.each([
    ['another site', () => 'https://evil.example/'],
    ['a site of a longer name', (bff: TestBff) => `${bff.publicUrl}.evil.example/`],
    [
      'a site of a name as long',
      (bff: TestBff) => `${'https://'.padEnd(bff.publicUrl.length, 'e')}/projects`,
    ],
    ['a user name in front of another site', (bff: TestBff) => `${bff.publicUrl}@evil.example/`],
    ['what becomes another site', (bff: TestBff) => `${bff.publicUrl}/.//evil.example`],
    ['a path without a site', () => '/projects'],
    ['a route of the BFF', (bff: TestBff) => `${bff.publicUrl}/bff/login/github`],
    ['a script', () => 'javascript:alert(1)'],
  ])('LOGIN-15 LOGIN-09 does not begin when it is to lead to %s', async (_what, targetOf) => {
    const bff = await startBff()
    const request = { iss: bff.google.origin, target_link_uri: targetOf(bff) }

    for (const method of ['GET', 'POST'] as const) {
      await expectRefused(await initiate(bff.browser(), method, request))
    }
  })

  it('LOGIN-15 does not begin when a parameter comes twice or a form without end', async () => {
    const bff = await startBff()
    const iss = encodeURIComponent(bff.google.origin)
    const browser = bff.browser()

    await expectRefused(await browser.navigate(`/bff/initiate-login/google?iss=${iss}&iss=${iss}`))
    const request = { iss: bff.google.origin, login_hint: 'a'.repeat(20_000) }
    await expectRefused(await initiate(browser, 'POST', request))
  })

  it('LOGIN-15 LOGIN-13 does not begin in a frame or ahead of a click', async () => {
    const bff = await startBff()
    const path = `/bff/initiate-login/google?iss=${encodeURIComponent(bff.google.origin)}`

    for (const headers of [
      { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
      { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', 'sec-purpose': 'prefetch' },
    ]) {
      const answer = await bff.browser().fetch(path, { headers })
      await expectRefused(answer)
      expect(answer.headers['x-frame-options']).toBe('DENY')
    }
  })

  it('answers other methods, and providers that do not exist, as every route does', async () => {
    const bff = await startBff()
    const browser = bff.browser()

    const put = await browser.navigate('/bff/initiate-login/google', { method: 'PUT' })
    const unknown = await browser.navigate('/bff/initiate-login/gitlab?iss=x')

    expect([put.status, put.headers.allow]).toEqual([405, 'GET, POST'])
    expect(unknown.status).toBe(404)
  })
})

function initiate(
  browser: Browser,
  method: 'GET' | 'POST',
  request: Record<string, string>,
): Promise<BrowserResponse> {
  const parameters = String(new URLSearchParams(request))
  const path = '/bff/initiate-login/google'
  if (method === 'GET') return browser.navigate(`${path}?${parameters}`, { site: 'cross-site' })
  return browser.navigate(path, { site: 'cross-site', form: parameters })
}

async function expectRefused(answer: BrowserResponse): Promise<void> {
  expect(answer.status).toBe(400)
  expect(answer.headers.location).toBeUndefined()
  expect(answer.setCookies).toEqual([])
}
