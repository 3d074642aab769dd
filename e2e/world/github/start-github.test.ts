import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createWorldClock } from '../world-clock.ts'
import { startGithub } from './start-github.ts'
import { CLIENT, credentialsOf, type GithubFixture, startGithubFixture } from './testing/github-fixture.ts'

let fixture: GithubFixture
beforeAll(async () => {
  fixture = await startGithubFixture()
})
beforeEach(() => fixture.github.reset())
afterEach(() => vi.unstubAllEnvs())
afterAll(() => fixture.github.close())

describe('startGithub', () => {
  it('refuses to start in production', async () => {
    vi.stubEnv('NODE_ENV', 'production')

    await expect(startGithub({ clock: createWorldClock(), clients: [] })).rejects.toThrow(
      'NODE_ENV=production',
    )
  })

  it('builds every address on the public origins it is given, and secures its cookie', async () => {
    const github = await startGithub({
      clock: createWorldClock(),
      clients: [CLIENT],
      webOrigin: 'https://accounts.other.test',
      apiOrigin: 'https://api.other.test',
    })
    const authorize = `http://127.0.0.1:${github.webPort}/login/oauth/authorize?client_id=${CLIENT.clientId}`

    const page = await fetch(authorize)
    const refused = await fetch(`${authorize}&response_type=token`, { redirect: 'manual' })
    const issues = await fetch(`http://127.0.0.1:${github.apiPort}/repos/ada/analytical-engine/issues`)
    await github.close()

    expect(page.headers.get('set-cookie')).toMatch(/; HttpOnly; Secure; SameSite=Lax$/)
    expect(new URL(refused.headers.get('location') ?? '').searchParams.get('iss')).toBe(
      'https://accounts.other.test/login/oauth',
    )
    expect(issues.headers.get('link')).toContain(
      '<https://api.other.test/repositories/1837000001/issues?page=2>',
    )
  })

  it('gives up a hanging request when it is closed', async () => {
    const github = await startGithub({ clock: createWorldClock(), clients: [CLIENT] })
    github.faults.api = 'hang'
    const hanging = fetch(`${github.apiUrl}/user`)
    hanging.catch(() => {})
    await vi.waitFor(() => expect(github.requests.count({ path: '/user' })).toBe(1))

    await github.close()

    await expect(hanging).rejects.toThrow()
  })
})

describe('reset', () => {
  it('goes back to the seed: data, tokens, grants, sign-ins, faults and log', async () => {
    const browser = fixture.browser()
    await fixture.authorize('ada', {}, browser)
    const token = await fixture.signIn('ada')
    const issues = '/repos/ada/analytical-engine/issues'
    await fixture.api(`${issues}/1`, { token, method: 'PATCH', body: { title: 'Changed' } })
    fixture.github.faults.api = 'error500'

    fixture.github.reset()

    expect(fixture.github.requests.all()).toEqual([])
    expect(fixture.github.faults.api).toBe('ok')
    expect((await fixture.api('/user', { token })).status).toBe(401)
    expect((await browser.get(fixture.authorizeUrl())).text).toContain('Choose an account')
    expect(fixture.github.repository('ada', 'analytical-engine')?.issues[0]?.title).not.toBe('Changed')
  })
})

describe('the request log', () => {
  it('is complete as soon as the client has its answer', async () => {
    const token = await fixture.signIn('ada')
    await fixture.api('/user', { token })

    expect(fixture.github.requests.all({ kind: 'token' })).toMatchObject([
      { method: 'POST', grantType: 'authorization_code', status: 200 },
    ])
    expect(fixture.github.requests.all({ kind: 'api', path: /^\/user$/ })).toMatchObject([
      { status: 200, headers: { authorization: `Bearer ${token}` } },
    ])
    expect(fixture.github.requests.count({ grantType: 'refresh_token' })).toBe(0)
  })
})

describe('issuedTokens', () => {
  it('names every code, token and secret there has been, for leak sweeps', async () => {
    const code =
      (await fixture.authorize('ada', { scope: 'repo offline_access' })).searchParams.get('code') ?? ''
    const { access_token, refresh_token } = await fixture.token({ ...credentialsOf(CLIENT), code })
    fixture.github.reset()

    expect(fixture.github.issuedTokens()).toEqual(
      expect.arrayContaining([code, access_token, refresh_token, CLIENT.clientSecret]),
    )
  })
})
