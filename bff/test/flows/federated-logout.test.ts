import { describe, expect, it, onTestFinished } from 'vitest'
import type { Browser } from '../support/browser.ts'
import { aFolder } from '../support/coatcheck-process.ts'
import { GOOGLE_PATHS } from '../support/google-provider.ts'
import { login } from '../support/journey.ts'
import { redisOfSuite } from '../support/redis-of-suite.ts'
import { hasRedis } from '../support/redis-server.ts'
import { type BffOptions, startBff, type TestBff } from '../support/start-bff.ts'
import { withMembers } from '../support/test-provider.ts'

describe('logging out at the provider too', () => {
  it('LOGOUT-05 yields its end-session address with hint, client, registered landing and a fresh state', async () => {
    const bff = await startWithEndSession()
    const browser = bff.browser()
    await login(browser, 'google')

    const url = await federatedLogout(browser)

    expect(`${url?.origin}${url?.pathname}`).toBe(`${bff.google.origin}/end-session`)
    expect(Object.fromEntries(url?.searchParams ?? [])).toEqual({
      client_id: bff.google.clientId,
      post_logout_redirect_uri: `${bff.publicUrl}/`,
      id_token_hint: expect.any(String),
      state: expect.stringMatching(/^[\w-]{22,}$/),
    })
    expect(bff.google.ledger.tokens).toContain(url?.searchParams.get('id_token_hint'))
    expect((await browser.fetch('/bff/session')).status).toBe(204)
  })

  it('LOGOUT-05 uses no state twice', async () => {
    const bff = await startWithEndSession()
    const states = []
    for (const browser of [bff.browser(), bff.browser()]) {
      await login(browser, 'google', '?prompt=consent')
      states.push((await federatedLogout(browser))?.searchParams.get('state'))
    }

    expect(new Set(states).size).toBe(2)
  })

  it('LOGOUT-05 writes the hint into no log line', async () => {
    const bff = await startWithEndSession()
    const browser = bff.browser()
    await login(browser, 'google')

    const hint = (await federatedLogout(browser))?.searchParams.get('id_token_hint') ?? ''

    const lines = bff.log.join()
    expect(lines).toContain('signed out')
    for (const part of hint.split('.')) expect(lines).not.toContain(part)
  })

  it('LOGOUT-05 names the client alone when the ID token is no longer here', async () => {
    const bff = await startWithEndSession()
    const browser = bff.browser()
    await login(browser, 'google')
    await browser.fetch('/bff/connections/google', { method: 'DELETE' })

    const url = await federatedLogout(browser)

    expect([url?.searchParams.get('client_id'), url?.searchParams.has('id_token_hint')]).toEqual([
      bff.google.clientId,
      false,
    ])
  })

  it('happens only when it is asked for', async () => {
    const bff = await startWithEndSession()
    const browser = bff.browser()
    await login(browser, 'google')

    const answer = await browser.fetch('/bff/logout', { method: 'POST' })

    expect(answer.json()).toEqual({ redirectTo: null })
  })

  it.each(['github', 'google'] as const)(
    'LOGOUT-07 says that %s has no such page, and logs out here',
    async (provider) => {
      const bff = await startBff()
      const browser = bff.browser()
      await login(browser, provider)

      const url = await federatedLogout(browser)

      expect([url, (await browser.fetch('/bff/session')).status]).toEqual([null, 204])
    },
  )

  it('sends nobody to an end-session page over plain http: the ID token would go along', async () => {
    const bff = await startBff()
    const elsewhere = { end_session_endpoint: 'http://provider.example/end-session' }
    bff.google.interfere(GOOGLE_PATHS.metadata, withMembers(elsewhere))

    const answer = await bff.browser().navigate('/bff/login/google')

    expect(answer.status).toBe(503)
  })
})

describe('coming back from the provider’s logout', () => {
  it.each([
    ['the state sent', (state: string) => `?state=${state}`],
    ['another state', () => '?state=other'],
    ['no state', () => ''],
    ['addresses of another site', () => '?state=x&returnTo=https://evil.example/&next=//evil.example'],
  ])('LOGOUT-06 with %s lands on the app and changes nobody’s session', async (_what, query) => {
    const bff = await startWithEndSession({ spa: { dir: await appFolder() } })
    const [gone, stillHere] = [bff.browser(), bff.browser()]
    await login(gone, 'google')
    await login(stillHere, 'github')
    const landing = query((await federatedLogout(gone))?.searchParams.get('state') ?? '')

    for (const [browser, status] of [
      [gone, 204],
      [stillHere, 200],
    ] as const) {
      const answer = await browser.navigate(`/${landing}`, { site: 'cross-site' })
      expect([answer.status, answer.headers.location, answer.setCookies]).toEqual([200, undefined, []])
      expect(answer.text).toContain('the app')
      expect((await browser.fetch('/bff/session')).status).toBe(status)
    }
  })
})

describe.skipIf(!hasRedis)('logging out at a provider that does not answer', () => {
  const redis = redisOfSuite()

  it('LOGOUT-07 logs out here, and says so', async () => {
    const bff = await startBff({ session: redis.session() })
    const browser = bff.browser()
    await login(browser, 'google')
    // One that has never asked the provider about itself.
    const newcomer = await startBff({ session: redis.session(), beside: bff })
    bff.google.failWith(GOOGLE_PATHS.metadata, 503)

    const url = await federatedLogout(newcomer.browser(browser.jar))

    expect([url, (await bff.browser(browser.jar).fetch('/bff/session')).status]).toEqual([null, 204])
  })
})

/** Google's double, with the end-session page that Google does not have. */
async function startWithEndSession(options: BffOptions = {}): Promise<TestBff> {
  const bff = await startBff(options)
  const member = { end_session_endpoint: `${bff.google.origin}/end-session` }
  bff.google.interfere(GOOGLE_PATHS.metadata, withMembers(member))
  return bff
}

/** Where the browser is to go on to; null for nowhere. */
async function federatedLogout(browser: Browser): Promise<URL | null> {
  const answer = await browser.fetch('/bff/logout', { method: 'POST', body: { federated: true } })
  const { redirectTo } = answer.json() as { redirectTo: string | null }
  return redirectTo === null ? null : new URL(redirectTo)
}

async function appFolder(): Promise<string> {
  const folder = await aFolder({ 'index.html': '<!doctype html><title>the app</title>' })
  onTestFinished(() => folder.remove())
  return folder.path
}
