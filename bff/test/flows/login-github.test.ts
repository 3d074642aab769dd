import { describe, expect, it } from 'vitest'
import { ADA, GITHUB_TOKEN_PATH, GRACE } from '../support/github-provider.ts'
import { login } from '../support/journey.ts'
import { startBff } from '../support/start-bff.ts'

describe('login with GitHub', () => {
  it('signs in and lands on returnTo, with the numeric id as the subject', async () => {
    const bff = await startBff()
    const browser = bff.browser()

    const landing = await login(browser, 'github', '?returnTo=/projects?tab=open')

    expect([landing.status, landing.headers.location]).toEqual([303, '/projects?tab=open'])
    const session = await browser.fetch('/bff/session')
    expect(session.status).toBe(200)
    expect(session.json()).toEqual({
      user: {
        id: 'github:1815',
        name: 'Ada Lovelace',
        email: 'ada@verified.example',
        picture: 'https://avatars.example/1815',
      },
      connections: [
        {
          provider: 'github',
          accountId: '1815',
          label: 'ada',
          scopes: ['read:user', 'user:email'],
          status: 'active',
        },
      ],
      authenticatedAt: bff.clock.now(),
      expiresAt: bff.clock.now() + 12 * 60 * 60 * 1000,
      idleExpiresAt: bff.clock.now() + 30 * 60 * 1000,
    })
  })

  it('writes the session once and reports no failure', async () => {
    const bff = await startBff()

    await login(bff.browser(), 'github')

    const levels = bff.log.map((line) => (JSON.parse(line) as { level: string }).level)
    expect(new Set(levels)).toEqual(new Set(['info']))
  })

  it('TOKEN-01 TOKEN-04 TOKEN-08 sends the code once, as a form, with the verifier and one client authentication', async () => {
    const bff = await startBff()

    await login(bff.browser(), 'github')

    const [call, ...more] = bff.github.callsTo(GITHUB_TOKEN_PATH)
    expect(more).toEqual([])
    expect(call).toMatchObject({ method: 'POST' })
    expect(call?.headers).toMatchObject({
      accept: 'application/json',
      'content-type': expect.stringMatching(/^application\/x-www-form-urlencoded/),
    })
    expect(call?.headers.authorization).toBeUndefined()
    expect(Object.fromEntries(call?.form ?? [])).toEqual({
      grant_type: 'authorization_code',
      client_id: bff.github.clientId,
      client_secret: bff.github.clientSecret,
      code: bff.github.ledger.codes[0],
      redirect_uri: `${bff.publicUrl}/bff/callback/github`,
      code_verifier: expect.stringMatching(/^[\w.~-]{43,128}$/),
    })
  })

  it('IDT-14 knows a person by the numeric id when the login name changes hands', async () => {
    const bff = await startBff()
    const [before, after, other] = [bff.browser(), bff.browser(), bff.browser()]

    await login(before, 'github')
    bff.github.person = { ...ADA, login: 'countess' }
    await login(after, 'github')
    bff.github.person = { ...ADA, id: 4711 }
    await login(other, 'github')

    const ids = await Promise.all([before, after, other].map(async (browser) => userOf(browser)))
    expect(ids).toMatchObject([{ id: 'github:1815' }, { id: 'github:1815' }, { id: 'github:4711' }])
  })

  it('falls back to the login name, and shows no address that is not both primary and verified', async () => {
    const bff = await startBff()
    const emails = [
      { email: 'other@verified.example', primary: false, verified: true },
      { email: 'main@unverified.example', primary: true, verified: false },
    ]
    bff.github.person = { ...GRACE, emails }
    const browser = bff.browser()

    await login(browser, 'github')

    expect(await userOf(browser)).toEqual({
      id: 'github:1906',
      name: 'grace',
      picture: 'https://avatars.example/1906',
    })
  })

  it('asks for no addresses without the scope for them', async () => {
    const bff = await startBff({ github: { scopes: ['repo'] } })
    const browser = bff.browser()

    await login(browser, 'github')

    expect(bff.github.callsTo('/user/emails')).toEqual([])
    expect(await userOf(browser)).not.toHaveProperty('email')
  })

  it('TOKEN-07 records the scopes that were granted when they are fewer than asked for', async () => {
    const bff = await startBff({ github: { scopes: ['read:user', 'repo', 'gist'] } })
    bff.github.allowedScopes = ['gist', 'read:user']
    const browser = bff.browser()

    await login(browser, 'github')

    const session = await browser.fetch('/bff/session')
    expect(session.json()).toMatchObject({ connections: [{ scopes: ['read:user', 'gist'] }] })
  })

  it.each([
    ['says 401 to the new token', { status: 401, body: '{"message":"Bad credentials"}' }],
    ['names nobody', { status: 200, body: '{"login":"ada"}' }],
    ['answers with something else than JSON', { status: 200, body: '<html>' }],
  ])('fails the login when the API %s', async (_what, answer) => {
    const bff = await startBff()
    bff.github.interfere('/user', () => answer)
    const browser = bff.browser()

    const landing = await login(browser, 'github', '?returnTo=/here')

    expect(landing.headers.location).toBe('/here?auth_error=login_failed')
    expect((await browser.fetch('/bff/session')).status).toBe(204)
  })
})

async function userOf(browser: { fetch(path: string): Promise<{ json(): unknown }> }): Promise<unknown> {
  const session = (await browser.fetch('/bff/session')).json() as { user: unknown }
  return session.user
}
