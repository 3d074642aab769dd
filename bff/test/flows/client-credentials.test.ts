import { describe, expect, it } from 'vitest'
import { clientCredentials, userToken } from '../../src/config/factories.ts'
import { auditRecords } from '../support/audit-records.ts'
import type { Browser } from '../support/browser.ts'
import { login } from '../support/journey.ts'
import { CLIENT_CREDENTIALS, type MachineGrants, withMachineGrants } from '../support/machine-grants.ts'
import {
  oidcAt,
  STANDARD_PATHS,
  type StandardProvider,
  startStandardProvider,
} from '../support/standard-provider.ts'
import { startBff, type TestBff } from '../support/start-bff.ts'
import { createGate } from '../support/test-provider.ts'

const CREDENTIAL = clientCredentials('corp', { scopes: ['jobs.run'], resource: 'https://jobs.example/v1' })
const LIFETIME_SECONDS = 600
const GRACE = 'grace-1906'

describe('an upstream that gets this server’s own token', () => {
  it('SVC-06 five hundred calls at once, of two people and to two upstreams, are one token, once on record', async () => {
    const { bff, corp, grants, browser } = await signedIn()
    corp.person = { sub: GRACE }
    const other = bff.browser()
    await login(other, 'corp')

    const answers = await Promise.all(
      Array.from({ length: 500 }, (_value, index) =>
        (index % 2 ? browser : other).fetch(index % 3 ? '/api/jobs/x' : '/api/more/x'),
      ),
    )

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(sentTokens(bff)).toEqual(new Set(['Bearer canary-machine-1']))
    expect(
      grants.requests(CLIENT_CREDENTIALS).map((form) => [form.get('scope'), form.get('resource')]),
    ).toEqual([['jobs.run', 'https://jobs.example/v1']])
    expect(auditRecords(bff.log).filter(({ audit }) => audit === 'client_token_issued')).toMatchObject([
      {
        provider: 'corp',
        clientId: corp.clientId,
        scope: ['jobs.run'],
        resource: 'https://jobs.example/v1',
        token: expect.stringMatching(/^[\w-]{12}$/),
        expiresAt: bff.clock.now() + LIFETIME_SECONDS * 1000,
      },
    ])
    expect(bff.log.join('')).not.toContain('canary-machine')
  })

  it('SVC-06 renews it ahead of its end, and lets nobody wait for that', async () => {
    const { bff, corp, grants, browser } = await signedIn()
    await browser.fetch('/api/jobs/x')
    bff.clock.advance({ seconds: LIFETIME_SECONDS - 30 })
    const gate = createGate()
    const arrival = createGate()
    corp.interfere(STANDARD_PATHS.token, async () => {
      arrival.open()
      await gate.opened
      return { status: 500, body: '' }
    })

    const meanwhile = await browser.fetch('/api/jobs/x')
    await arrival.opened
    gate.open()
    await expect.poll(() => bff.log.join('')).toContain('renewing a token of this server failed')
    const again = withMachineGrants(corp)
    bff.clock.advance({ seconds: 1 })
    const afterFailure = await browser.fetch('/api/jobs/x')

    await expect.poll(() => again.tokens).toHaveLength(1)
    expect(afterFailure.status).toBe(200)
    expect(meanwhile.status).toBe(200)
    expect(grants.tokens).toHaveLength(1)
  })

  it('SVC-06 waits for a new one once it has ended, however short it lives', async () => {
    const { bff, browser } = await signedIn({ lifetimeSeconds: 10 })
    await browser.fetch('/api/jobs/x')
    bff.clock.advance({ seconds: 10 })

    const answer = await browser.fetch('/api/jobs/x')

    expect([answer.status, ...sentTokens(bff)]).toEqual([
      200,
      'Bearer canary-machine-1',
      'Bearer canary-machine-2',
    ])
  })

  it('is a 503 while the provider gives none, and asks it once a moment', async () => {
    const { bff, grants, browser } = await signedIn({ refuseWith: 'invalid_scope' })

    const answers = await Promise.all(Array.from({ length: 20 }, () => browser.fetch('/api/jobs/x')))
    const next = await browser.fetch('/api/jobs/x')

    for (const { status, json } of [...answers, next]) {
      expect([status, json()]).toMatchObject([503, { code: 'provider_unavailable', provider: 'corp' }])
    }
    expect(grants.requests(CLIENT_CREDENTIALS)).toHaveLength(1)
    expect(bff.log.join('')).toContain('"oauthError":"invalid_scope"')
    expect(bff.api.requests).toEqual([])

    grants.refuseWith = undefined
    bff.clock.advance({ seconds: 1 })
    expect((await browser.fetch('/api/jobs/x')).status).toBe(200)
  })

  it('gets another one after it refused this one, and its answer stands when that is new', async () => {
    const { bff, grants, browser } = await signedIn()
    await browser.fetch('/api/jobs/x')
    bff.clock.advance({ seconds: 11 })
    bff.api.answer((req, res) => res.writeHead(req.headers.authorization?.endsWith('-1') ? 401 : 200).end())
    const renewed = await browser.fetch('/api/jobs/x')
    bff.api.answerWith(401)

    const refused = await Promise.all([browser.fetch('/api/jobs/x'), browser.fetch('/api/jobs/x')])

    expect([renewed.status, ...refused.map(({ status }) => status)]).toEqual([200, 401, 401])
    expect(grants.tokens).toHaveLength(2)
  })

  it('is called for nobody who is not signed in', async () => {
    const { bff, grants } = await signedIn()

    const answer = await bff.browser().fetch('/api/jobs/x')

    expect([answer.status, grants.tokens, bff.api.requests]).toEqual([401, [], []])
  })

  it('SVC-09 its token makes nobody a person, whatever subject and refresh token come along', async () => {
    const { bff, grants, browser } = await signedIn()
    const before = (await browser.fetch('/bff/session')).json() as object
    grants.bend = {
      refresh_token: 'canary-machine-refresh',
      sub: GRACE,
      scope: 'openid email tasks',
    }
    grants.lifetimeSeconds = 10
    await browser.fetch('/api/jobs/x')
    bff.clock.advance({ seconds: 10 })
    await browser.fetch('/api/jobs/x')

    const after = (await browser.fetch('/bff/session')).json()

    const { user, connections } = before as { user: object; connections: object }
    expect(after).toMatchObject({ user, connections })
    expect(grants.requests('refresh_token')).toEqual([])
    expect(grants.requests(CLIENT_CREDENTIALS)).toHaveLength(2)
  })

  it('SVC-09 its token is for its own calls, and a person’s for those that want that', async () => {
    const { bff, corp, browser } = await signedIn()

    for (const upstream of ['jobs', 'own', 'jobs']) await browser.fetch(`/api/${upstream}/x`)

    const personsToken = corp.ledger.tokens.find((token) => token.startsWith('canary-access-'))
    expect(bff.api.requests.map(({ headers }) => headers.authorization?.join())).toEqual([
      'Bearer canary-machine-1',
      `Bearer ${personsToken}`,
      'Bearer canary-machine-1',
    ])
  })

  it('SVC-09 ADV-08 its token stands for nobody whom the upstream could ask to sign in again', async () => {
    const { bff, browser } = await signedIn()
    bff.api.answerWith(401, {
      'www-authenticate': 'Bearer error="insufficient_user_authentication", acr_values="gold"',
    })

    expect((await browser.fetch('/api/jobs/x')).status).toBe(401)
    expect((await browser.fetch('/api/own/x')).status).toBe(403)
  })
})

async function signedIn({
  lifetimeSeconds = LIFETIME_SECONDS,
  refuseWith,
}: Partial<MachineGrants> = {}): Promise<{
  bff: TestBff
  corp: StandardProvider
  grants: MachineGrants
  browser: Browser
}> {
  const corp = await startStandardProvider()
  const upstream = { credential: CREDENTIAL, maxConcurrentPerSession: 1_000 }
  const bff = await startBff({
    providers: { corp: oidcAt(corp) },
    upstreams: (target) => ({
      jobs: { target, ...upstream },
      more: { target: `${target}/more`, ...upstream },
      own: { target, credential: userToken('corp') },
    }),
  })
  const grants = Object.assign(withMachineGrants(corp), { lifetimeSeconds, refuseWith })
  const browser = bff.browser()
  await login(browser, 'corp')
  return { bff, corp, grants, browser }
}

function sentTokens({ api }: TestBff): Set<string | undefined> {
  return new Set(api.requests.map(({ headers }) => headers.authorization?.join()))
}
