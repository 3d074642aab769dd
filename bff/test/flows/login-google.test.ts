import { describe, expect, it } from 'vitest'
import { GOOGLE_PATHS } from '../support/google-provider.ts'
import { agreeAt, comeBack, login, reachCallback } from '../support/journey.ts'
import { startBff } from '../support/start-bff.ts'
import { jsonAnswer, withMembers } from '../support/test-provider.ts'

describe('login with Google', () => {
  it('signs in with the subject of a verified ID token and the scopes that were granted', async () => {
    const { browser: open } = await startBff()
    const browser = open()

    const landing = await login(browser, 'google', '?returnTo=/tasks')

    expect([landing.status, landing.headers.location]).toEqual([303, '/tasks'])
    const session = await browser.fetch('/bff/session')
    expect(session.json()).toMatchObject({
      user: { id: 'google:110248495921238986420', name: 'Ada King', email: 'ada@verified.example' },
      connections: [
        {
          provider: 'google',
          accountId: '110248495921238986420',
          label: 'ada@verified.example',
          scopes: ['openid', 'email', 'profile'],
          status: 'active',
        },
      ],
    })
  })

  it('IDT-14 believes no address that Google has not verified', async () => {
    const { browser: open, google } = await startBff()
    google.forgeIdToken = (claims) => google.sign({ ...claims, email_verified: false })
    const browser = open()

    await login(browser, 'google')

    const session = await browser.fetch('/bff/session')
    const { sub } = google.person
    expect(session.json()).toMatchObject({ user: { id: `google:${sub}`, name: 'Ada King' } })
    expect(session.text).not.toContain('ada@verified.example')
  })

  it('records only what was ticked', async () => {
    const tasks = 'https://www.googleapis.com/auth/tasks'
    const { browser: open, google } = await startBff({ google: { scopes: ['openid', 'email', tasks] } })
    google.allowedScopes = ['openid', 'email']
    const browser = open()

    await login(browser, 'google')

    const session = await browser.fetch('/bff/session')
    expect(session.json()).toMatchObject({ connections: [{ scopes: ['openid', 'email'] }] })
  })

  it('discovers the provider once, when it is first needed', async () => {
    const { browser, google } = await startBff()
    expect(google.calls).toEqual([])

    await Promise.all(Array.from({ length: 10 }, () => browser().navigate('/bff/login/google')))

    expect(google.callsTo(GOOGLE_PATHS.metadata)).toHaveLength(1)
  })

  it('asks once for consent when a login brought no refresh token, and signs in then', async () => {
    const { browser: open, google } = await startBff()
    await login(open(), 'google')
    const browser = open()

    const again = await login(browser, 'google', '?returnTo=/tasks')

    expect(again.status).toBe(303)
    expect(again.location().searchParams.get('prompt')).toBe('consent')
    expect((await browser.fetch('/bff/session')).status).toBe(204)
    const landing = await comeBack(browser, await agreeAt(again.location()))
    expect(landing.headers.location).toBe('/tasks')
    expect((await browser.fetch('/bff/session')).status).toBe(200)
    expect(google.callsTo(GOOGLE_PATHS.token)).toHaveLength(3)
  })

  it('does not ask for consent a second time when that brings no refresh token either', async () => {
    const { browser: open, google } = await startBff()
    google.interfere(GOOGLE_PATHS.token, withMembers({ refresh_token: undefined }))
    const browser = open()

    const again = await login(browser, 'google')
    const landing = await comeBack(browser, await agreeAt(again.location()))

    expect(again.location().searchParams.get('prompt')).toBe('consent')
    expect(landing.headers.location).toBe('/')
    expect((await browser.fetch('/bff/session')).status).toBe(200)
  })

  it.each([
    ['CFG-02 has a slash more in its issuer', (issuer: string) => ({ issuer: `${issuer}/` })],
    ['CFG-02 names another issuer', () => ({ issuer: 'https://evil.example' })],
    [
      'CFG-03 has a token endpoint of plain http elsewhere',
      () => ({ token_endpoint: 'http://evil.example/token' }),
    ],
    ['LOGIN-02 knows only plain PKCE', () => ({ code_challenge_methods_supported: ['plain'] })],
    ['names no authorization endpoint', () => ({ authorization_endpoint: undefined })],
  ])('refuses to send anybody to a provider whose metadata %s', async (_what, change) => {
    const { browser, google } = await startBff()
    google.interfere(GOOGLE_PATHS.metadata, withMembers(change(google.origin)))

    const refused = await browser().navigate('/bff/login/google')
    google.interfere(GOOGLE_PATHS.metadata)
    const departure = await browser().navigate('/bff/login/google')

    expect([refused.status, refused.headers.location]).toEqual([503, undefined])
    expect(departure.status).toBe(303)
  })

  it.each([
    ['a redirect', (target: string) => ({ status: 302, headers: { location: target } })],
    ['half a megabyte and more', () => ({ status: 200, body: ' '.repeat(600_000) })],
    [
      'something else than JSON',
      () => ({ status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' }),
    ],
    ['a list', () => jsonAnswer(200, [])],
  ])('CFG-05 takes %s for no metadata', async (_what, answer) => {
    const { browser, google, api } = await startBff()
    google.interfere(GOOGLE_PATHS.metadata, () => answer(`${api.origin}/elsewhere`))

    const refused = await browser().navigate('/bff/login/google')

    expect(refused.status).toBe(503)
    expect(api.requests).toEqual([])
  })

  it('CFG-10 leaves sessions and other providers alone while it cannot be reached', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    await login(browser, 'google')
    await bff.google.close()

    const call = await browser.fetch('/api/tasks/lists')
    const elsewhere = await bff.browser().navigate('/bff/login/github')

    expect([call.status, elsewhere.status]).toEqual([200, 303])
  })

  it('lands with provider_unavailable when it goes away between login and callback', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    const callbackUrl = await reachCallback(browser, 'google', '?returnTo=/tasks')
    bff.google.failWith(GOOGLE_PATHS.token, 503)

    const landing = await comeBack(browser, callbackUrl)

    expect(landing.headers.location).toBe('/tasks?auth_error=provider_unavailable')
  })
})
