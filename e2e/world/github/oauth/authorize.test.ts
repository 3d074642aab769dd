import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  approve,
  CLIENT,
  EXPIRING_CLIENT,
  type GithubFixture,
  startGithubFixture,
} from '../testing/github-fixture.ts'

let fixture: GithubFixture
beforeAll(async () => {
  fixture = await startGithubFixture()
})
beforeEach(() => fixture.github.reset())
afterAll(() => fixture.github.close())

describe('an authorization request', () => {
  it('comes back with code, state and this issuer after account choice and consent', async () => {
    const back = await fixture.authorize('ada', { state: 'the-state' })

    expect(back.origin + back.pathname).toBe('http://127.0.0.1:4000/callback')
    expect(back.searchParams.get('code')).toMatch(/^[0-9a-f]{20}$/)
    expect(back.searchParams.get('state')).toBe('the-state')
    expect(back.searchParams.get('iss')).toBe(`${fixture.github.webUrl}/login/oauth`)
  })

  it('is not found for an unknown client', async () => {
    const page = await fixture.browser().get(fixture.authorizeUrl({ client_id: 'unknown' }))

    expect(page.status).toBe(404)
    expect(page.location).toBeUndefined()
  })

  it.each([
    ['another port of a registered loopback address', 'http://127.0.0.1:59999/callback'],
    ['the registered address', 'http://127.0.0.1:4000/callback'],
  ])('accepts %s', async (_what, redirectUri) => {
    const back = await fixture.authorize('ada', { redirect_uri: redirectUri })

    expect(back.href).toMatch(new RegExp(`^${redirectUri}\\?code=`))
  })

  it.each([
    ['another path', 'http://127.0.0.1:4000/callback/more'],
    ['another host', 'http://attacker.example/callback'],
    ['the name localhost', 'http://localhost:4000/callback'],
    ['credentials in front of the host', 'http://127.0.0.1@attacker.example/callback'],
    ['an added query', 'http://127.0.0.1:4000/callback?next=evil'],
  ])('reports %s as redirect_uri_mismatch at the registered address', async (_what, redirectUri) => {
    const page = await fixture.browser().get(fixture.authorizeUrl({ redirect_uri: redirectUri, state: 's' }))

    expect(page.location?.origin).toBe('http://127.0.0.1:4000')
    expect(page.location?.pathname).toBe('/callback')
    expect(page.location?.searchParams.get('error')).toBe('redirect_uri_mismatch')
    expect(page.location?.searchParams.get('state')).toBe('s')
  })

  it('compares every part of an https redirect URI, the port too', async () => {
    const page = await fixture.browser().get(
      fixture.authorizeUrl({
        client_id: EXPIRING_CLIENT.clientId,
        redirect_uri: 'https://app.example.test:8443/callback',
      }),
    )

    expect(page.location?.host).toBe('app.example.test')
    expect(page.location?.searchParams.get('error')).toBe('redirect_uri_mismatch')
  })

  it.each([
    ['plain PKCE', { code_challenge: 'a'.repeat(43), code_challenge_method: 'plain' }, 'invalid_request'],
    ['PKCE without a method, which means plain', { code_challenge: 'a'.repeat(43) }, 'invalid_request'],
    ['a method without a challenge', { code_challenge_method: 'S256' }, 'invalid_request'],
    [
      'a challenge of the wrong size',
      { code_challenge: 'a', code_challenge_method: 'S256' },
      'invalid_request',
    ],
    ['a token asked for directly', { response_type: 'token' }, 'unsupported_response_type'],
  ])('refuses %s', async (_what, params, error) => {
    const page = await fixture.browser().get(fixture.authorizeUrl(params))

    expect(page.location?.searchParams.get('error')).toBe(error)
    expect(page.location?.searchParams.get('code')).toBeNull()
  })
})

describe('account choice', () => {
  it('remembers the person, so that the second visit shows only consent', async () => {
    const browser = fixture.browser()
    await approve(browser, fixture.authorizeUrl(), 'ada')

    const page = await browser.get(fixture.authorizeUrl({ client_id: EXPIRING_CLIENT.clientId }))

    expect(page.text).toContain('Authorize Expiring Board')
    expect(page.text).toContain('Use another account')
  })

  it('is shown again for prompt=select_account, and then goes on without asking twice', async () => {
    const browser = fixture.browser()
    await approve(browser, fixture.authorizeUrl(), 'ada')

    const page = await browser.get(fixture.authorizeUrl({ prompt: 'select_account' }))
    const chosen = await browser.submit(page, { account: 'grace' })
    const consent = await browser.get(String(chosen.location))

    expect(page.text).toContain('Choose an account')
    expect(consent.text).toContain('<strong>grace</strong>')
  })

  it('puts the suggested account first when another one is signed in', async () => {
    const browser = fixture.browser()
    await approve(browser, fixture.authorizeUrl(), 'ada')

    const page = await browser.get(fixture.authorizeUrl({ login: 'linus' }))

    const logins = [...page.text.matchAll(/name="account" value="(\w+)"/g)].map(([, login]) => login)
    expect(logins[0]).toBe('linus')
    expect(logins).toHaveLength(5)
  })

  it('refuses to let a stranger in who is not one of the people', async () => {
    const browser = fixture.browser()
    const page = await browser.get(fixture.authorizeUrl())

    const chosen = await browser.submit(page, { account: 'mallory' })

    expect((await browser.get(String(chosen.location))).text).toContain('Choose an account')
  })
})

describe('consent', () => {
  async function consentPage(params?: Record<string, string>) {
    const browser = fixture.browser()
    const choice = await browser.get(fixture.authorizeUrl(params))
    const chosen = await browser.submit(choice, { account: 'ada' })
    return { browser, page: await browser.get(String(chosen.location)) }
  }

  it('names the client and says in plain words what it asks for', async () => {
    const { page } = await consentPage({ scope: 'repo user:email' })

    expect(page.text).toContain(CLIENT.name)
    expect(page.text).toContain('Work in your repositories')
    expect(page.text).toContain('Read your email addresses')
  })

  it('reports a cancelled consent as access_denied, with state and issuer', async () => {
    const { browser, page } = await consentPage({ state: 's' })

    const { location } = await browser.submit(page, { decision: 'cancel' })

    expect(Object.fromEntries(location?.searchParams ?? [])).toMatchObject({
      error: 'access_denied',
      error_description: 'The user has denied your application access.',
      error_uri: expect.stringContaining('#access-denied'),
      state: 's',
      iss: `${fixture.github.webUrl}/login/oauth`,
    })
    expect(location?.searchParams.has('code')).toBe(false)
  })

  it('is skipped when everything asked for was granted before', async () => {
    const browser = fixture.browser()
    await approve(browser, fixture.authorizeUrl({ scope: 'repo user:email' }), 'ada')

    const page = await browser.get(fixture.authorizeUrl({ scope: 'user:email' }))

    expect(page.location?.searchParams.has('code')).toBe(true)
  })

  it('is asked again for a scope that is new', async () => {
    const browser = fixture.browser()
    await approve(browser, fixture.authorizeUrl({ scope: 'user:email' }), 'ada')

    const page = await browser.get(fixture.authorizeUrl({ scope: 'user:email repo' }))

    expect(page.text).toContain('Work in your repositories')
  })

  it('refuses a form that another site submits in the name of the browser', async () => {
    const { browser, page } = await consentPage()

    const { status, location } = await browser.submit(page, {
      decision: 'authorize',
      authenticity_token: 'guess',
    })

    expect(status).toBe(422)
    expect(location).toBeUndefined()
  })

  it('asks again when another tab has switched the account meanwhile', async () => {
    const { browser, page } = await consentPage()
    const other = await browser.get(fixture.authorizeUrl({ prompt: 'select_account' }))
    await browser.submit(other, { account: 'grace' })

    const { location } = await browser.submit(page, { decision: 'authorize' })

    expect(location?.pathname).toBe('/login/oauth/authorize')
  })
})
