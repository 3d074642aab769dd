import { describe, expect, it } from 'vitest'
import { GITHUB_TOKEN_PATH, GRACE } from '../support/github-provider.ts'
import { GOOGLE_PATHS, GRACE_AT_GOOGLE } from '../support/google-provider.ts'
import { comeBack, connect, continueTarget, login, reachCallback } from '../support/journey.ts'
import { startBff } from '../support/start-bff.ts'

describe('connecting an account', () => {
  it('adds the account to the session and keeps its id, its person and its end', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    await login(browser, 'github')
    const cookie = browser.jar.get('coatcheck')
    bff.clock.advance({ minutes: 5 })

    const landing = await connect(browser, 'google', '?returnTo=/account')

    expect([landing.status, landing.headers.location]).toEqual([303, '/account'])
    expect(browser.jar.get('coatcheck')).toEqual(cookie)
    const session = await browser.fetch('/bff/session')
    expect(session.json()).toMatchObject({
      user: { id: 'github:1815', name: 'Ada Lovelace' },
      connections: [
        { provider: 'github', accountId: '1815', status: 'active' },
        { provider: 'google', accountId: '110248495921238986420', status: 'active' },
      ],
      authenticatedAt: bff.clock.now() - 5 * 60_000,
      expiresAt: bff.clock.now() + (12 * 60 - 5) * 60_000,
    })
    expect((await browser.fetch('/api/tasks/lists')).status).toBe(200)
  })

  it('CB-15 redeems the code only in a navigation of its own origin, which brings the Strict cookie', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    await login(browser, 'github')
    const callbackUrl = await reachCallback(browser, 'google', '', 'connect')

    const page = await comeBack(browser, callbackUrl)

    expect(page.status).toBe(200)
    expect(page.headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'content-security-policy':
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    })
    expect(page.setCookies).toEqual([])
    expect(bff.google.callsTo(GOOGLE_PATHS.token)).toEqual([])
    const landing = await browser.navigate(continueTarget(page))
    expect(landing.headers.location).toBe('/')
    expect(bff.google.callsTo(GOOGLE_PATHS.token)).toHaveLength(1)
  })

  it('CB-15 sends no code when the session it was started from has ended', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    await login(browser, 'github')
    const page = await comeBack(
      browser,
      await reachCallback(browser, 'google', '?returnTo=/account', 'connect'),
    )
    await browser.fetch('/bff/logout', { method: 'POST' })

    const landing = await browser.navigate(continueTarget(page))

    expect(landing.headers.location).toBe('/account?auth_error=login_expired')
    expect(bff.google.callsTo(GOOGLE_PATHS.token)).toEqual([])
  })

  it('CB-15 sends no code when somebody else is signed in by then', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    await login(browser, 'github')
    const page = await comeBack(browser, await reachCallback(browser, 'google', '', 'connect'))
    bff.github.person = GRACE
    await login(browser, 'github')

    const landing = await browser.navigate(continueTarget(page))

    expect(landing.headers.location).toBe('/?auth_error=login_expired')
    expect(bff.google.callsTo(GOOGLE_PATHS.token)).toEqual([])
    const session = await browser.fetch('/bff/session')
    expect(session.json()).toMatchObject({
      user: { id: 'github:1906' },
      connections: [{ provider: 'github' }],
    })
  })

  it('CB-15 links nothing to the session of a browser that another one sent its answer to', async () => {
    const bff = await startBff()
    const [attacker, victim] = [bff.browser(), bff.browser()]
    await login(attacker, 'github')
    bff.github.person = GRACE
    await login(victim, 'github')
    const callbackUrl = await reachCallback(attacker, 'google', '', 'connect')

    const answers = [await comeBack(victim, callbackUrl), await victim.navigate(`${callbackUrl}&continued=1`)]

    expect(answers.map(({ status }) => status)).toEqual([400, 400])
    expect(bff.google.callsTo(GOOGLE_PATHS.token)).toEqual([])
  })

  it.each([
    ['another site', 'cross-site', 403],
    ['a sibling of this site', 'same-site', 403],
  ])('refuses to begin from %s', async (_who, site, status) => {
    const bff = await startBff({ session: { cookie: { sameSite: 'lax' } } })
    const browser = bff.browser()
    await login(browser, 'github')
    const headers = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', 'sec-fetch-site': site }

    const answer = await browser.fetch('/bff/connect/google', { headers })

    expect([answer.status, answer.headers.location]).toEqual([status, undefined])
    expect(answer.setCookies).toEqual([])
  })

  it('begins from the address bar for those who are signed in, and sends others back to the app', async () => {
    const bff = await startBff()
    const browser = bff.browser()

    const anonymous = await browser.navigate('/bff/connect/google?returnTo=/account', { site: 'none' })
    await login(browser, 'github')
    const departure = await browser.navigate('/bff/connect/google', { site: 'none' })

    expect(anonymous.headers.location).toBe('/account?auth_error=login_expired')
    expect(departure.location().origin).toBe(bff.google.origin)
  })

  it('asks for the union of configured, granted and wanted scopes', async () => {
    const optionalScopes = ['repo', 'gist', 'workflow']
    const bff = await startBff({ github: { scopes: ['read:user'], optionalScopes } })
    const browser = bff.browser()
    await login(browser, 'github', '?scope=repo')

    const departure = await browser.navigate('/bff/connect/github?scope=gist')
    const landing = await connect(browser, 'github', '?scope=gist')

    expect(departure.location().searchParams.get('scope')).toBe('read:user repo gist')
    expect(landing.headers.location).toBe('/')
    const session = await browser.fetch('/bff/session')
    expect(session.json()).toMatchObject({ connections: [{ scopes: ['read:user', 'repo', 'gist'] }] })
  })

  it('gives the superseded token back at GitHub', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    await login(browser, 'github')
    const [superseded] = bff.github.ledger.tokens

    await connect(browser, 'github')

    await expect.poll(() => bff.github.ledger.grantOf(superseded)).toBeUndefined()
    expect((await browser.fetch('/api/github/user')).status).toBe(200)
    expect(bff.api.requests[0]?.headers.authorization).toEqual([`Bearer ${bff.github.ledger.tokens[2]}`])
  })

  it('gives the superseded token back at GitHub when it has expired, too', async () => {
    const idle = { idleTimeoutSeconds: 2 * 60 * 60 }
    const bff = await startBff({ githubTokenLifetimeSeconds: 300, session: idle })
    const browser = bff.browser()
    await login(browser, 'github')
    bff.clock.advance({ hours: 1 })

    await connect(browser, 'github')

    await expect.poll(() => bff.github.callsTo(bff.github.revocationPath('token'))).toHaveLength(1)
    expect((await browser.fetch('/api/github/user')).status).toBe(200)
  })

  it('keeps the refresh token when connecting again brings none, without a second consent', async () => {
    const bff = await startBff({ session: { idleTimeoutSeconds: 2 * 60 * 60 } })
    const browser = bff.browser()
    await login(browser, 'google')

    const landing = await connect(browser, 'google')
    bff.clock.advance({ minutes: 59, seconds: 59 })
    const call = await browser.fetch('/api/tasks/lists')

    expect(landing.headers.location).toBe('/')
    expect(call.status).toBe(200)
    const [, , refresh] = bff.google.callsTo(GOOGLE_PATHS.token)
    expect(refresh?.form.get('grant_type')).toBe('refresh_token')
  })

  it('answers account_conflict to another account of a connected provider, and changes nothing', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    await login(browser, 'github')
    const before = await browser.fetch('/bff/session')
    bff.github.person = GRACE

    const landing = await connect(browser, 'github', '?returnTo=/account')

    expect(landing.headers.location).toBe('/account?auth_error=account_conflict')
    expect((await browser.fetch('/bff/session')).json()).toEqual(before.json())
    const [kept, , refused] = bff.github.ledger.tokens
    await expect.poll(() => bff.github.ledger.grantOf(refused)).toBeUndefined()
    expect(bff.github.ledger.grantOf(kept)).toBeDefined()
  })

  it('answers account_conflict also after a disconnect, when the session belongs to another account', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    await login(browser, 'google')
    await browser.fetch('/bff/connections/google', { method: 'DELETE' })
    bff.google.person = GRACE_AT_GOOGLE

    const landing = await connect(browser, 'google')

    expect(landing.headers.location).toBe('/?auth_error=account_conflict')
  })

  it('IDT-14 tells accounts apart by subject and never joins them by address', async () => {
    const bff = await startBff()
    const [first, second] = [bff.browser(), bff.browser()]
    await login(first, 'google')
    bff.google.person = { ...GRACE_AT_GOOGLE, email: 'ada@verified.example' }

    await login(second, 'google')

    const users = await Promise.all(
      [first, second].map(async (browser) => (await browser.fetch('/bff/session')).json()),
    )
    expect(users).toMatchObject([
      { user: { id: 'google:110248495921238986420' } },
      { user: { id: 'google:220248495921238986420' } },
    ])
  })

  it('ends as login_expired, and stays signed out, when the person signs out while the code is redeemed', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    await login(browser, 'google')
    const page = await comeBack(
      browser,
      await reachCallback(browser, 'github', '?returnTo=/account', 'connect'),
    )
    const held = bff.github.hold(GITHUB_TOKEN_PATH)
    const arriving = browser.navigate(continueTarget(page))
    await held.arrived
    const cookie = browser.jar.get('coatcheck')?.value ?? ''
    await browser.fetch('/bff/logout', { method: 'POST' })

    held.release()

    expect((await arriving).headers.location).toBe('/account?auth_error=login_expired')
    browser.jar.plant('coatcheck', cookie)
    expect((await browser.fetch('/bff/session')).status).toBe(204)
    await expect.poll(() => bff.github.ledger.grantOf(bff.github.ledger.tokens[0])).toBeUndefined()
  })
})
