import { request } from 'node:http'
import { describe, expect, it } from 'vitest'
import { GITHUB_TOKEN_PATH, GRACE } from '../support/github-provider.ts'
import { GOOGLE_PATHS } from '../support/google-provider.ts'
import { connect, login } from '../support/journey.ts'
import { startBff, type TestBff } from '../support/start-bff.ts'
import { jsonAnswer, withMembers } from '../support/test-provider.ts'

/** Long enough to leave the sixty seconds before expiry, in which a refresh runs ahead, for a test of its own. */
const LIFETIME_SECONDS = 300
const EXPIRING = { githubTokenLifetimeSeconds: LIFETIME_SECONDS }

describe('refresh', () => {
  it('REFRESH-01 REFRESH-03 REFRESH-07 happens once for ten calls that find an expired token', async () => {
    const bff = await startBff(EXPIRING)
    const browser = bff.browser()
    await login(browser, 'github')
    bff.clock.advance({ seconds: LIFETIME_SECONDS })

    const answers = await Promise.all(Array.from({ length: 10 }, () => browser.fetch('/api/github/user')))

    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200))
    const [call, ...more] = refreshes(bff)
    expect(more).toEqual([])
    expect(Object.fromEntries(call?.form ?? [])).toEqual({
      grant_type: 'refresh_token',
      refresh_token: bff.github.ledger.tokens[1],
      client_id: bff.github.clientId,
      client_secret: bff.github.clientSecret,
    })
    expect(new Set(sentTokens(bff))).toEqual(new Set([bff.github.ledger.tokens[2]]))
  })

  it('runs ahead of expiry while calls go out with the token that still serves', async () => {
    const bff = await startBff(EXPIRING)
    const browser = bff.browser()
    await login(browser, 'github')
    bff.clock.advance({ seconds: LIFETIME_SECONDS - 60 })
    const held = bff.github.hold(GITHUB_TOKEN_PATH)

    const answers = await Promise.all(Array.from({ length: 5 }, () => browser.fetch('/api/github/user')))
    await held.arrived
    held.release()

    expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(200))
    const [old, , fresh] = bff.github.ledger.tokens
    expect(sentTokens(bff)).toEqual(Array(5).fill(old))
    await expect
      .poll(async () => (await browser.fetch('/api/github/user')) && sentTokens(bff).at(-1))
      .toBe(fresh)
    expect(refreshes(bff)).toHaveLength(1)
  })

  it('leaves a token alone that has more than a minute left', async () => {
    const bff = await startBff(EXPIRING)
    const browser = bff.browser()
    await login(browser, 'github')
    bff.clock.advance({ seconds: LIFETIME_SECONDS - 61 })

    await browser.fetch('/api/github/user')

    expect(refreshes(bff)).toEqual([])
  })

  it('REFRESH-02 never presents a rotated refresh token again', async () => {
    const bff = await startBff(EXPIRING)
    const browser = bff.browser()
    await login(browser, 'github')

    for (let round = 0; round < 10; round++) {
      bff.clock.advance({ seconds: LIFETIME_SECONDS })
      const answers = await Promise.all([
        browser.fetch('/api/github/user'),
        browser.fetch('/api/github/user'),
      ])
      expect(answers.map(({ status }) => status)).toEqual([200, 200])
    }

    expect(refreshes(bff)).toHaveLength(10)
    expect(bff.github.ledger.reuses).toBe(0)
  })

  it('REFRESH-02 keeps the refresh token and the scopes when the answer names none', async () => {
    const bff = await startBff({ session: { idleTimeoutSeconds: 4 * 60 * 60 } })
    const browser = bff.browser()
    await login(browser, 'google')
    bff.google.interfere(GOOGLE_PATHS.token, withMembers({ scope: undefined, id_token: undefined }))

    for (let round = 0; round < 2; round++) {
      bff.clock.advance({ hours: 1 })
      expect((await browser.fetch('/api/tasks/lists')).status).toBe(200)
    }

    const tokens = bff.google.callsTo(GOOGLE_PATHS.token).map(({ form }) => form.get('refresh_token'))
    expect(tokens).toEqual([null, expect.stringMatching(/^canary-refresh/), tokens[1]])
    const session = await browser.fetch('/bff/session')
    expect(session.json()).toMatchObject({ connections: [{ scopes: ['openid', 'email', 'profile'] }] })
  })

  it.each([
    ['github', GITHUB_TOKEN_PATH, jsonAnswer(200, { error: 'bad_refresh_token' })],
    ['google', GOOGLE_PATHS.token, jsonAnswer(400, { error: 'invalid_grant' })],
  ] as const)(
    'REFRESH-05 once %s refuses it, the connection needs the person and the session stays',
    async (provider, path, answer) => {
      const bff = await startBff({ ...EXPIRING, session: { idleTimeoutSeconds: 4 * 60 * 60 } })
      const browser = bff.browser()
      await login(browser, provider)
      bff[provider].interfere(path, () => answer)
      bff.clock.advance({ hours: 1 })
      const upstream = provider === 'github' ? '/api/github/user' : '/api/tasks/lists'

      const refused = [await browser.fetch(upstream), await browser.fetch(upstream)]

      for (const { status, headers, json } of refused) {
        expect([status, json()]).toMatchObject([401, { code: 'reauth_required', provider }])
        expect(headers['www-authenticate']).toBe('Session')
      }
      expect(bff[provider].callsTo(path)).toHaveLength(2)
      const session = await browser.fetch('/bff/session')
      expect(session.json()).toMatchObject({ connections: [{ provider, status: 'reauth_required' }] })
      bff[provider].interfere(path)
      await connect(browser, provider, provider === 'google' ? '?prompt=consent' : '')
      expect((await browser.fetch(upstream)).status).toBe(200)
    },
  )

  it.each([
    ['a server error', { status: 503, body: '' }],
    ['too many requests', { status: 429, headers: { 'retry-after': '7' }, body: '' }],
    ['an answer that makes no sense', { status: 200, body: '<html>' }],
    ['an error that is not about the grant', jsonAnswer(400, { error: 'temporarily_unavailable' })],
  ])(
    'REFRESH-06 after %s the token that still serves goes on serving, and the next try waits',
    async (_what, answer) => {
      const bff = await startBff(EXPIRING)
      const browser = bff.browser()
      await login(browser, 'github')
      bff.github.interfere(GITHUB_TOKEN_PATH, () => answer)
      bff.clock.advance({ seconds: LIFETIME_SECONDS - 30 })
      await browser.fetch('/api/github/user')
      await expect.poll(() => bff.log.join()).toContain('refreshing ahead of expiry failed')

      for (let call = 0; call < 5; call++) expect((await browser.fetch('/api/github/user')).status).toBe(200)
      expect(refreshes(bff)).toHaveLength(1)
      bff.clock.advance({ seconds: 8 })
      await browser.fetch('/api/github/user')

      await expect.poll(() => refreshes(bff)).toHaveLength(2)
      const session = await browser.fetch('/bff/session')
      expect(session.json()).toMatchObject({ connections: [{ status: 'active' }] })
    },
  )

  it('REFRESH-06 past expiry says that the provider is unavailable, keeps the session, and recovers', async () => {
    const bff = await startBff({ session: { idleTimeoutSeconds: 2 * 60 * 60 } })
    const browser = bff.browser()
    await login(browser, 'google')
    bff.google.failWith(GOOGLE_PATHS.token, 503, { 'retry-after': '7' })
    bff.clock.advance({ hours: 1 })

    const refused = [await browser.fetch('/api/tasks/lists'), await browser.fetch('/api/tasks/lists')]
    const session = await browser.fetch('/bff/session')
    bff.google.interfere(GOOGLE_PATHS.token)
    // Until the pause that the provider asked for is over, nobody asks it again.
    bff.clock.advance({ seconds: 7 })
    const answer = await browser.fetch('/api/tasks/lists')

    for (const { status, headers, json } of refused) {
      expect([status, json()]).toMatchObject([503, { code: 'provider_unavailable' }])
      expect(headers['retry-after']).toBe('7')
    }
    expect(session.json()).toMatchObject({ connections: [{ status: 'active' }] })
    expect(answer.status).toBe(200)
    const grants = bff.google.callsTo(GOOGLE_PATHS.token).map(({ form }) => form.get('grant_type'))
    expect(grants).toEqual(['authorization_code', 'refresh_token', 'refresh_token'])
    expect(bff.api.requests).toHaveLength(1)
  })

  it('is not cancelled by a client that goes away', async () => {
    const bff = await startBff(EXPIRING)
    const browser = bff.browser()
    await login(browser, 'github')
    bff.clock.advance({ seconds: LIFETIME_SECONDS })
    const held = bff.github.hold(GITHUB_TOKEN_PATH)
    const leaving = openCall(bff, browser.jar.header({ isCrossSite: false, isTopLevelGet: false }) ?? '')
    await held.arrived
    leaving.destroy()

    held.release()

    await expect.poll(async () => (await browser.fetch('/api/github/user')).status).toBe(200)
    expect(refreshes(bff)).toHaveLength(1)
    expect(bff.github.ledger.reuses).toBe(0)
  })

  it('hands no session the token of another that refreshes at the same time', async () => {
    const bff = await startBff(EXPIRING)
    const [ada, grace] = [bff.browser(), bff.browser()]
    await login(ada, 'github')
    await connect(ada, 'google')
    bff.github.person = GRACE
    await login(grace, 'github')
    bff.clock.advance({ seconds: LIFETIME_SECONDS })

    const [adas, graces, tasks] = await Promise.all([
      ada.fetch('/api/github/user'),
      grace.fetch('/api/github/user'),
      ada.fetch('/api/tasks/lists'),
    ])

    const { ledger } = bff.github
    expect(ledger.grantOf(tokenSeenBy(adas))?.sub).toBe('1815')
    expect(ledger.grantOf(tokenSeenBy(graces))?.sub).toBe('1906')
    expect(bff.google.ledger.grantOf(tokenSeenBy(tasks))?.sub).toBe(bff.google.person.sub)
  })

  it('asks for the person when a token has expired that cannot be renewed', async () => {
    const bff = await startBff(EXPIRING)
    const browser = bff.browser()
    bff.github.interfere(GITHUB_TOKEN_PATH, withMembers({ refresh_token: undefined }))
    await login(browser, 'github')
    bff.clock.advance({ seconds: LIFETIME_SECONDS })

    const answer = await browser.fetch('/api/github/user')

    expect([answer.status, answer.json()]).toMatchObject([401, { code: 'reauth_required' }])
    expect(refreshes(bff)).toEqual([])
  })

  it('REFRESH-09 uses a token without an end until the API refuses it', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    await login(browser, 'github')
    for (let hours = 0; hours < 11; hours++) {
      bff.clock.advance({ minutes: 29 })
      expect((await browser.fetch('/api/github/user')).status).toBe(200)
    }

    expect(refreshes(bff)).toEqual([])
  })

  it('PROXY-15 gets one new token and repeats the call when the API refuses one that looked fresh', async () => {
    const bff = await startBff(EXPIRING)
    const browser = bff.browser()
    await login(browser, 'github')
    bff.api.answer((req, res) => {
      const token = req.headers.authorization?.replace('Bearer ', '')
      res.writeHead(bff.github.ledger.tokens.indexOf(token ?? '') < 2 ? 401 : 200).end('{}')
    })

    const answers = await Promise.all(Array.from({ length: 5 }, () => browser.fetch('/api/github/user')))

    expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(200))
    expect(refreshes(bff)).toHaveLength(1)
  })

  it('answers not_connected for an upstream whose provider the person has not connected', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    await login(browser, 'github')

    const answer = await browser.fetch('/api/tasks/lists')

    expect([answer.status, answer.json()]).toMatchObject([403, { code: 'not_connected', provider: 'google' }])
    expect(bff.api.requests).toEqual([])
  })
})

function refreshes({ github }: TestBff) {
  return github.callsTo(GITHUB_TOKEN_PATH).filter(({ form }) => form.get('grant_type') === 'refresh_token')
}

/** Tokens the API was sent, in order. */
function sentTokens({ api }: TestBff): (string | undefined)[] {
  return api.requests.map(({ headers }) => headers.authorization?.[0]?.replace('Bearer ', ''))
}

/** The token in a call that the API echoed. */
function tokenSeenBy(answer: { json(): unknown }): string | undefined {
  const { headers } = answer.json() as { headers: { authorization?: string[] } }
  return headers.authorization?.[0]?.replace('Bearer ', '')
}

function openCall({ port, publicUrl }: TestBff, cookie: string) {
  const headers = { host: new URL(publicUrl).host, 'x-csrf': '1', 'sec-fetch-site': 'same-origin', cookie }
  const outgoing = request({ host: '127.0.0.1', port, path: '/api/github/user', headers })
  outgoing.on('error', () => {})
  outgoing.end()
  return outgoing
}
