import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  aCodeVerifier,
  CLIENT,
  credentialsOf,
  EXPIRING_CLIENT,
  type GithubFixture,
  startGithubFixture,
} from '../testing/github-fixture.ts'

const REDIRECT_URI = 'http://127.0.0.1:4000/callback'

let fixture: GithubFixture
beforeAll(async () => {
  fixture = await startGithubFixture()
})
beforeEach(() => fixture.github.reset())
afterAll(() => fixture.github.close())

async function aCode(params?: Record<string, string>): Promise<string> {
  return (await fixture.authorize('ada', params)).searchParams.get('code') ?? ''
}

function exchange(code: string, params: Record<string, string> = {}) {
  return fixture.token({ ...credentialsOf(CLIENT), code, ...params })
}

describe('the code exchange', () => {
  it('answers with a token that never expires and scopes with commas between', async () => {
    const body = await exchange(await aCode({ scope: 'repo user:email' }))

    expect(body).toEqual({
      access_token: expect.stringMatching(/^gho_\w{36}$/),
      token_type: 'bearer',
      scope: 'repo,user:email',
    })
  })

  it('answers with a form unless JSON is asked for', async () => {
    const response = await fetch(`${fixture.github.webUrl}/login/oauth/access_token`, {
      method: 'POST',
      body: new URLSearchParams({
        ...credentialsOf(CLIENT),
        code: await aCode({ scope: 'repo user:email' }),
      }),
    })

    expect(response.headers.get('content-type')).toMatch('application/x-www-form-urlencoded')
    expect(await response.text()).toMatch(
      /^access_token=gho_\w{36}&token_type=bearer&scope=repo%2Cuser%3Aemail$/,
    )
  })

  it('leaves out scopes that others include, and unknown ones', async () => {
    const body = await exchange(await aCode({ scope: 'repo public_repo,user user:email nonsense' }))

    expect(body.scope).toBe('repo,user')
  })

  it('gives all that was granted before when no scope is asked for', async () => {
    const browser = fixture.browser()
    await fixture.authorize('ada', { scope: 'repo user:email' }, browser)
    const url = new URL(fixture.authorizeUrl())
    url.searchParams.delete('scope')

    const { location } = await browser.get(url.href)

    const body = await exchange(location?.searchParams.get('code') ?? '')
    expect(body.scope).toBe('repo,user:email')
  })

  it('accepts the verifier that belongs to the challenge', async () => {
    const { codeVerifier, codeChallenge } = aCodeVerifier()
    const code = await aCode({ code_challenge: codeChallenge, code_challenge_method: 'S256' })

    expect(await exchange(code, { code_verifier: codeVerifier })).toHaveProperty('access_token')
  })

  it.each([
    ['another verifier', { code_verifier: aCodeVerifier().codeVerifier }],
    ['no verifier', {}],
  ])('refuses %s than the challenge asks for, and burns the code', async (_what, params) => {
    const { codeVerifier, codeChallenge } = aCodeVerifier()
    const code = await aCode({ code_challenge: codeChallenge, code_challenge_method: 'S256' })

    const refused = await exchange(code, params)
    const again = await exchange(code, { code_verifier: codeVerifier })

    expect(refused.error).toBe('bad_verification_code')
    expect(again.error).toBe('bad_verification_code')
  })

  it('refuses a code the second time', async () => {
    const code = await aCode()
    await exchange(code)

    expect((await exchange(code)).error).toBe('bad_verification_code')
  })

  it('accepts a code up to ten minutes, not longer', async () => {
    const [early, late] = [await aCode(), await aCode()]
    fixture.clock.advance({ minutes: 9, seconds: 50 })
    const inTime = await exchange(early)
    fixture.clock.advance({ seconds: 11 })

    expect(inTime).toHaveProperty('access_token')
    expect((await exchange(late)).error).toBe('bad_verification_code')
  })

  it('refuses the code of another client, which keeps working for its owner', async () => {
    const code = await aCode()

    const stolen = await fixture.token({ ...credentialsOf(EXPIRING_CLIENT), code })

    expect(stolen.error).toBe('bad_verification_code')
    expect(await exchange(code)).toHaveProperty('access_token')
  })

  it.each([
    ['another redirect_uri', { redirect_uri: 'http://127.0.0.1:4001/callback' }],
    ['no redirect_uri', {}],
  ])('refuses %s than the authorization request named', async (_what, params) => {
    const code = await aCode({ redirect_uri: REDIRECT_URI })

    expect((await exchange(code, params)).error).toBe('redirect_uri_mismatch')
  })

  it.each([
    ['a wrong secret', { client_secret: 'wrong' }, 'incorrect_client_credentials'],
    ['no secret', { client_secret: '' }, 'incorrect_client_credentials'],
    ['an unknown client', { client_id: 'unknown' }, 'incorrect_client_credentials'],
    ['an unknown grant type', { grant_type: 'password' }, 'unsupported_grant_type'],
  ])('refuses %s with status 200', async (_what, params, error) => {
    const response = await fetch(`${fixture.github.webUrl}/login/oauth/access_token`, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new URLSearchParams({ ...credentialsOf(CLIENT), code: await aCode(), ...params }),
    })

    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({
      error,
      error_description: expect.any(String),
      error_uri: expect.stringContaining('https://docs.github.com/'),
    })
  })
})

describe('expiring tokens', () => {
  async function aTokenPair() {
    const code = await aCode({ client_id: EXPIRING_CLIENT.clientId })
    return fixture.token({ ...credentialsOf(EXPIRING_CLIENT), code })
  }

  function refresh(refreshToken: unknown) {
    return fixture.token({
      ...credentialsOf(EXPIRING_CLIENT),
      grant_type: 'refresh_token',
      refresh_token: String(refreshToken),
    })
  }

  async function apiStatus(token: unknown): Promise<number> {
    return (await fixture.api('/user', { token: String(token) })).status
  }

  it('come with a refresh token and both lifetimes', async () => {
    expect(await aTokenPair()).toMatchObject({
      access_token: expect.stringMatching(/^ghu_/),
      expires_in: 28_800,
      refresh_token: expect.stringMatching(/^ghr_/),
      refresh_token_expires_in: 15_897_600,
    })
  })

  it('stop working when they expire', async () => {
    const { access_token } = await aTokenPair()
    fixture.clock.advance({ hours: 8, seconds: 1 })

    expect(await apiStatus(access_token)).toBe(401)
  })

  it('are replaced by a refresh, which kills the old pair at once', async () => {
    const old = await aTokenPair()

    const fresh = await refresh(old.refresh_token)

    expect(await apiStatus(fresh.access_token)).toBe(200)
    expect(await apiStatus(old.access_token)).toBe(401)
    expect((await refresh(old.refresh_token)).error).toBe('bad_refresh_token')
  })

  it('can be refreshed after they expired, until the refresh token does', async () => {
    const first = await aTokenPair()
    fixture.github.expireAccessTokens()
    const second = await refresh(first.refresh_token)
    fixture.clock.advance({ hours: 15_897_600 / 3600, seconds: 1 })

    expect(second).toHaveProperty('access_token')
    expect((await refresh(second.refresh_token)).error).toBe('bad_refresh_token')
  })

  it('are not refreshed for another client', async () => {
    const { refresh_token } = await aTokenPair()

    const stolen = await fixture.token({
      ...credentialsOf(CLIENT),
      grant_type: 'refresh_token',
      refresh_token: String(refresh_token),
    })

    expect(stolen.error).toBe('bad_refresh_token')
    expect(await refresh(refresh_token)).toHaveProperty('access_token')
  })

  it('are given to an app without expiry that asks for offline_access', async () => {
    const body = await exchange(await aCode({ scope: 'repo offline_access' }))

    expect(body).toMatchObject({ expires_in: 28_800, refresh_token: expect.any(String) })
  })

  it('can be switched on and off for a client', async () => {
    fixture.github.setTokenLifetime(CLIENT.clientId, 60)
    const short = await exchange(await aCode())
    fixture.github.setTokenLifetime(CLIENT.clientId, undefined)

    expect(short.expires_in).toBe(60)
    expect(await exchange(await aCode())).not.toHaveProperty('expires_in')
  })
})

describe('the limit of ten tokens', () => {
  it('revokes the oldest with the eleventh login, and leaves other scopes and people alone', async () => {
    const others = [await fixture.signIn('ada', 'user:email'), await fixture.signIn('grace', 'repo')]
    const tokens: string[] = []
    for (let login = 1; login <= 11; login += 1) tokens.push(await fixture.signIn('ada', 'repo'))

    const statuses = await Promise.all(
      [...tokens, ...others].map(async (token) => (await fixture.api('/user', { token })).status),
    )

    expect(statuses).toEqual([401, ...Array(12).fill(200)])
  })
})
