import { describe, expect, it } from 'vitest'
import { userToken } from '../../src/config/factories.ts'
import type { ConfigInput } from '../../src/config/schema.ts'
import { shortHash } from '../../src/session/storage-key.ts'
import { auditRecords, startSignedIn } from '../support/audit-records.ts'
import type { Browser } from '../support/browser.ts'
import { sessionIdOf } from '../support/listed-sessions.ts'
import { startBff, type TestBff } from '../support/start-bff.ts'
import { refusedSocket } from '../support/test-socket.ts'

const ADA = 'github:1815'
const GET = ['GET' as const]

/** Each lets one kind of call pass, or none. */
const GUARDED = {
  github: { optionalScopes: ['repo'] },
  upstreams: (target: string): NonNullable<ConfigInput['upstreams']> => ({
    api: {
      target,
      credential: userToken('github'),
      maxConcurrentPerSession: 1,
      allow: [
        { methods: GET, path: '/open' },
        { methods: GET, path: '/scoped', scopes: ['repo'] },
        { methods: ['POST'], path: '/posted' },
      ],
    },
    elsewhere: { target, credential: userToken('google') },
    strong: {
      target,
      credential: userToken('google'),
      allow: [{ methods: GET, path: '/**', requires: { maxAge: 60 } }],
    },
  }),
}

/** Path, code, and the provider it is told of; whose call it was is known when the session had been looked up. */
const REFUSED = [
  ['/api/api/scoped', 'insufficient_scope', 'github'],
  ['/api/elsewhere/x', 'not_connected', 'google'],
  ['/api/strong/x', 'step_up_required', 'google'],
  ['/api/api/unknown', 'route_not_found', undefined],
  ['/api/api/posted', 'method_not_allowed', undefined],
  ['/api/nowhere/x', 'route_not_found', undefined],
] as const

describe('a call that is refused', () => {
  it.each(REFUSED)('OPS-01 %s: %s is one record', async (path, reason, provider) => {
    const { bff, browser } = await startSignedIn(GUARDED)

    const answer = await browser.fetch(`${path}?q=1`)

    expect(answer.json()).toMatchObject({ code: reason })
    expect(auditRecords(bff.log)).toEqual([
      expect.objectContaining({
        audit: 'access_refused',
        outcome: 'failure',
        requestId: answer.headers['x-request-id'],
        method: 'GET',
        route: path,
        client: '127.0.0.1',
        reason,
        ...(provider ? { provider, ...whose(browser) } : {}),
      }),
    ])
  })

  it.each(REFUSED)('OPS-01 as a WebSocket, %s: %s is one record', async (path, reason, provider) => {
    const { bff, browser } = await startSignedIn(GUARDED)

    const answer = await refused(bff, browser, `${path}?q=1`)

    expect(answer.json()).toMatchObject({ code: reason })
    expect(auditRecords(bff.log)).toEqual([
      expect.objectContaining({
        audit: 'access_refused',
        outcome: 'failure',
        requestId: answer.headers['x-request-id'],
        route: path,
        client: '127.0.0.1',
        reason,
        ...(provider ? { provider, ...whose(browser) } : {}),
      }),
    ])
  })

  it('OPS-01 because others of the session are in flight is one record', async () => {
    const { bff, browser } = await startSignedIn(GUARDED)
    const held: (() => void)[] = []
    bff.api.answer((_req, res) => void held.push(() => res.end()))
    const first = browser.fetch('/api/api/open')
    await expect.poll(() => held).toHaveLength(1)

    const second = await browser.fetch('/api/api/open')
    held[0]?.()

    expect([(await first).status, second.status]).toEqual([200, 429])
    expect(auditRecords(bff.log)).toEqual([
      expect.objectContaining({ audit: 'rate_limited', reason: 'rate_limited', ...whose(browser) }),
    ])
  })
})

it('OPS-01 a call that passes is no record', async () => {
  const { bff, browser } = await startSignedIn(GUARDED)

  await browser.fetch('/api/api/open')
  await browser.fetch('/bff/session')

  expect(auditRecords(bff.log)).toEqual([])
})

describe('a call that is not proven to come from the app', () => {
  it.each<[string, string, (bff: TestBff, browser: Browser) => Promise<unknown>]>([
    ['to an API', '/api/api/open', (_bff, browser) => browser.fetch('/api/api/open', forged())],
    ['to the BFF', '/bff/logout', (_bff, browser) => browser.fetch('/bff/logout', forged('POST'))],
    [
      'for a WebSocket',
      '/api/api/open',
      (bff, browser) => refused(bff, browser, '/api/api/open', 'https://evil.example'),
    ],
  ])('OPS-01 %s is one record, of nobody', async (_what, route, call) => {
    const { bff, browser } = await startSignedIn(GUARDED)

    await call(bff, browser)

    const [record, ...more] = auditRecords(bff.log)
    expect(record).toMatchObject({ audit: 'csrf_refused', outcome: 'failure', reason: 'csrf', route })
    expect(record).not.toHaveProperty('user')
    expect(more).toEqual([])
  })

  it('OPS-01 is one record with the person who was to have an account connected', async () => {
    const { bff, browser } = await startSignedIn(GUARDED)

    await browser.fetch('/bff/connect/google', {
      headers: { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
    })

    expect(auditRecords(bff.log)).toEqual([
      expect.objectContaining({ audit: 'csrf_refused', route: '/bff/connect/google', ...whose(browser) }),
    ])
  })
})

describe('a limit that is reached', () => {
  it('OPS-01 is one record a minute and client, however often it is asked', async () => {
    const bff = await startBff({ rateLimits: { loginsPerMinute: 2, totalLoginsPerMinute: 3 }, trustProxy: 1 })
    const depart = (client: string) => bff.browser().fetch('/bff/login/github', from(client))

    for (let asked = 0; asked < 5; asked++) await depart('192.0.2.1')
    await depart('192.0.2.2')
    await depart('192.0.2.2')

    const facts = { audit: 'rate_limited', outcome: 'failure', limit: 'logins', route: '/bff/login/github' }
    expect(auditRecords(bff.log)).toEqual([
      expect.objectContaining({ ...facts, counted: 'client', client: '192.0.2.1' }),
      expect.objectContaining({ ...facts, counted: 'all', client: '192.0.2.2' }),
    ])
  })
})

function whose(browser: Browser): { user: string; session: string } {
  return { user: ADA, session: shortHash(sessionIdOf(browser)) }
}

function forged(method: string = 'GET') {
  return { method, headers: { 'x-csrf': undefined } }
}

function from(client: string) {
  const navigation = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
  return { headers: { ...navigation, 'x-forwarded-for': client } }
}

function refused({ publicUrl, port }: TestBff, { jar }: Browser, path: string, origin: string = publicUrl) {
  const cookie = jar.header({ isCrossSite: false, isTopLevelGet: false }) ?? ''
  return refusedSocket(`ws://127.0.0.1:${port}${path}`, {
    origin,
    headers: { host: new URL(publicUrl).host, cookie },
  })
}
