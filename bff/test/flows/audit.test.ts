import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { clientCredentials } from '../../src/config/factories.ts'
import { shortHash } from '../../src/session/storage-key.ts'
import { AUDIT_EVENTS, auditRecords, startSignedIn } from '../support/audit-records.ts'
import type { Browser } from '../support/browser.ts'
import { GITHUB_TOKEN_PATH, GRACE } from '../support/github-provider.ts'
import { comeBack, connect, continueTarget, login, reachCallback } from '../support/journey.ts'
import { ownName, sessionIdOf } from '../support/listed-sessions.ts'
import { logoutForm, logoutToken, nameSession, tellLogout } from '../support/logout-token.ts'
import { withMachineGrants } from '../support/machine-grants.ts'
import { leaks, secretsOf, statesOf } from '../support/secret-sweep.ts'
import { oidcAt, startStandardProvider } from '../support/standard-provider.ts'
import { startBff, type TestBff } from '../support/start-bff.ts'
import { jsonAnswer } from '../support/test-provider.ts'

const POST = { method: 'POST' }
const DELETE = { method: 'DELETE' }
const NAVIGATION = {
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
  'sec-fetch-site': 'cross-site',
}
const ADA = 'github:1815'
const ADA_AT_GOOGLE = 'google:110248495921238986420'

describe('a login', () => {
  it('OPS-01 is on record with who it was, in which session, and where from', async () => {
    const bff = await startBff({ trustProxy: 1 })
    const browser = bff.browser()

    const { pathname, search } = await reachCallback(browser, 'github')
    const headers = { ...NAVIGATION, 'x-forwarded-for': '203.0.113.9, 192.0.2.7' }
    await browser.fetch(pathname + search, { headers })

    expect(auditRecords(bff.log)).toEqual([
      expect.objectContaining({
        audit: 'signed_in',
        outcome: 'success',
        user: ADA,
        session: shortHash(sessionIdOf(browser)),
        provider: 'github',
        method: 'GET',
        route: '/bff/callback/github',
        client: '192.0.2.7',
      }),
    ])
  })

  it('OPS-01 that connects an account is on record with the session’s user and the account', async () => {
    const { bff, browser } = await startSignedIn()

    await connect(browser, 'google')

    const session = shortHash(sessionIdOf(browser))
    const whose = { user: ADA, session, account: ADA_AT_GOOGLE }
    expect(auditRecords(bff.log)).toEqual([
      expect.objectContaining({ audit: 'account_connected', provider: 'google', ...whose }),
    ])
  })

  it.each<[string, (bff: TestBff, browser: Browser) => Promise<unknown>, object]>([
    [
      'that the person cancels',
      (_bff, browser) => cancelled(browser, 'login'),
      { audit: 'login_failed', provider: 'google', reason: 'access_denied' },
    ],
    [
      'that nobody here began',
      (bff, browser) => comeBack(browser, new URL('/bff/callback/google?code=canary&state=x', bff.publicUrl)),
      { audit: 'login_failed', provider: 'google', reason: 'invalid_request' },
    ],
    [
      'that ends with an error of ours',
      async (bff, browser) => {
        bff.github.interfere(GITHUB_TOKEN_PATH, () => jsonAnswer(503, {}))
        await login(browser, 'github')
      },
      { audit: 'login_failed', provider: 'github', reason: 'provider_unavailable' },
    ],
    [
      'that was to connect an account, and is cancelled',
      (_bff, browser) => cancelled(browser, 'connect'),
      { audit: 'connect_failed', provider: 'google', reason: 'access_denied', user: ADA },
    ],
    [
      'that brings another account than the one connected',
      async (bff, browser) => {
        bff.github.person = GRACE
        await connect(browser, 'github')
      },
      { audit: 'connect_failed', provider: 'github', reason: 'account_conflict', user: ADA },
    ],
    [
      'that was to connect an account to no session',
      (bff) => bff.browser().navigate('/bff/connect/google'),
      { audit: 'connect_failed', provider: 'google', reason: 'login_expired' },
    ],
  ])('OPS-01 %s is on record as a failure', async (_what, fail, expected) => {
    const { bff, browser } = await startSignedIn()

    await fail(bff, browser)

    expect(auditRecords(bff.log)).toEqual([expect.objectContaining({ outcome: 'failure', ...expected })])
  })
})

describe('the end of a session', () => {
  it.each([
    ['of one’s own', {}, false],
    ['and all others of the person', { everywhere: true }, true],
  ])('OPS-01 %s is one record', async (_what, body, everywhere) => {
    const { bff, browser } = await startSignedIn()
    const session = shortHash(sessionIdOf(browser))

    await browser.fetch('/bff/logout', { ...POST, body })
    await browser.fetch('/bff/logout', { ...POST, body })

    expect(auditRecords(bff.log)).toEqual([
      expect.objectContaining({ audit: 'signed_out', user: ADA, session, everywhere }),
    ])
  })

  it('OPS-01 that its user ends from elsewhere is one record', async () => {
    const { bff, browser } = await startSignedIn()
    const other = bff.browser()
    await login(other, 'github')
    const name = await ownName(other)
    bff.log.length = 0

    await browser.fetch(`/bff/sessions/${name}`, DELETE)
    await browser.fetch(`/bff/sessions/${name}`, DELETE)

    const session = shortHash(sessionIdOf(browser))
    expect(auditRecords(bff.log)).toEqual([
      expect.objectContaining({ audit: 'session_ended_by_user', user: ADA, session, method: 'DELETE' }),
    ])
  })

  it('OPS-01 that its provider tells of is one record, with how many there were', async () => {
    const bff = await startBff()
    nameSession(bff, 'sid-1')
    const browser = bff.browser()
    await login(browser, 'google')
    const { sub } = bff.google.person
    const body = logoutForm(await logoutToken(bff, { sid: 'sid-1', sub }))
    bff.log.length = 0

    await tellLogout(bff, body)
    await tellLogout(bff, body)

    const outcome = { user: ADA_AT_GOOGLE, provider: 'google', ended: 1, disconnected: 0 }
    expect(auditRecords(bff.log)).toEqual([
      expect.objectContaining({ audit: 'sessions_ended_by_provider', ...outcome }),
    ])
  })

  it('OPS-01 that has to make room is one record besides the login', async () => {
    const { bff } = await startSignedIn({ session: { maxSessionsPerUser: 1 } })

    await login(bff.browser(), 'github')

    expect(auditRecords(bff.log)).toEqual([
      expect.objectContaining({ audit: 'sessions_ended_for_room', user: ADA, ended: 1 }),
      expect.objectContaining({ audit: 'signed_in', user: ADA }),
    ])
  })
})

describe('a connection', () => {
  it('OPS-01 that is removed is one record', async () => {
    const { bff, browser } = await startSignedIn()
    const session = shortHash(sessionIdOf(browser))

    await browser.fetch('/bff/connections/github', DELETE)
    await browser.fetch('/bff/connections/github', DELETE)

    expect(auditRecords(bff.log)).toEqual([
      expect.objectContaining({ audit: 'connection_removed', user: ADA, account: ADA, session }),
    ])
  })

  it('OPS-01 that its provider does not renew is one record for all calls that need it', async () => {
    const { bff, browser } = await startSignedIn({ githubTokenLifetimeSeconds: 300 })
    bff.github.interfere(GITHUB_TOKEN_PATH, () => jsonAnswer(200, { error: 'bad_refresh_token' }))
    bff.clock.advance({ seconds: 300 })

    await Promise.all([1, 2, 3].map(() => browser.fetch('/api/github/user')))
    await browser.fetch('/api/github/user')

    const session = shortHash(sessionIdOf(browser))
    const cause = expect.objectContaining({ oauthError: 'bad_refresh_token' })
    expect(auditRecords(bff.log)).toEqual([
      expect.objectContaining({
        audit: 'refresh_refused',
        outcome: 'failure',
        user: ADA,
        session,
        provider: 'github',
        reason: 'reauth_required',
        error: expect.objectContaining({ cause }),
      }),
    ])
  })
})

describe('a token of this server’s own', () => {
  it('OPS-01 is on record when it is issued', async () => {
    const corp = await startStandardProvider()
    withMachineGrants(corp)
    const { bff, browser } = await startSignedIn({
      providers: { corp: oidcAt(corp) },
      upstreams: (target) => ({
        jobs: { target, credential: clientCredentials('corp', { scopes: ['jobs.run'] }) },
      }),
    })

    await browser.fetch('/api/jobs/x')
    await browser.fetch('/api/jobs/x')

    const token = shortHash('canary-machine-1')
    const facts = { provider: 'corp', clientId: corp.clientId, scope: ['jobs.run'], token }
    expect(auditRecords(bff.log)).toEqual([
      expect.objectContaining({ audit: 'client_token_issued', outcome: 'success', ...facts }),
    ])
  })
})

describe('audit records', () => {
  it('OPS-01 hold no token, code, cookie, state, query or email of anybody', async () => {
    const bff = await startBff({ githubTokenLifetimeSeconds: 300 })
    const browser = bff.browser()
    await login(browser, 'github', '?returnTo=/canary-query')
    await connect(browser, 'google')
    await comeBack(
      browser,
      new URL('/bff/callback/google?code=canary-query&state=canary-query', bff.publicUrl),
    )
    await browser.fetch('/api/nothing?q=canary-query')
    await browser.fetch('/bff/session?q=canary-query', { headers: { 'x-csrf': undefined } })
    bff.github.interfere(GITHUB_TOKEN_PATH, () => jsonAnswer(200, { error: 'bad_refresh_token' }))
    bff.clock.advance({ seconds: 300 })
    await browser.fetch('/api/github/user?q=canary-query')
    await browser.fetch('/bff/connections/google', DELETE)
    const sessionId = sessionIdOf(browser)
    await browser.fetch('/bff/logout', POST)

    const records = auditRecords(bff.log)
    const secrets = [...secretsOf(bff), ...statesOf(bff), sessionId, 'canary-query', '@verified.example']
    expect(records.map(({ audit }) => audit)).toEqual([
      'signed_in',
      'account_connected',
      'login_failed',
      'access_refused',
      'csrf_refused',
      'refresh_refused',
      'connection_removed',
      'signed_out',
    ])
    expect(leaks(secrets, JSON.stringify(records))).toEqual([])
  })
})

it.each(AUDIT_EVENTS)('OPS-01 %s is described in docs/audit.md', (event) => {
  const described = readFileSync(new URL('../../docs/audit.md', import.meta.url), 'utf8')

  expect(described).toContain(`\n| \`${event}\` |`)
})

async function cancelled(browser: Browser, kind: 'login' | 'connect'): Promise<void> {
  const callbackUrl = await reachCallback(browser, 'google', '', kind)
  callbackUrl.searchParams.delete('code')
  callbackUrl.searchParams.set('error', 'access_denied')
  const answer = await comeBack(browser, callbackUrl)
  if (kind === 'connect') await browser.navigate(continueTarget(answer))
}
