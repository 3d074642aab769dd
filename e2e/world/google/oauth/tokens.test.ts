import { getValidatedIdTokenClaims } from 'oauth4webapi'
import { describe, expect, it } from 'vitest'
import { createCookieBrowser } from '../testing/cookie-browser.ts'
import { TEST_CLIENT } from '../testing/google-client.ts'
import { ADA, openGoogleSession, SCOPE } from '../testing/google-session.ts'
import { signIn } from '../testing/sign-in.ts'

const { clock, google, client, tokens } = await openGoogleSession()
const offline = { scope: `${SCOPE.signIn} ${SCOPE.tasks}`, access_type: 'offline' }

describe('the token endpoint', () => {
  it('answers a code with an hour of access and an ID token that names the person', async () => {
    const answer = await tokens(offline)

    expect(answer.expires_in).toBe(3600)
    expect(getValidatedIdTokenClaims(answer)).toMatchObject({
      iss: google.issuer,
      sub: ADA.googleSub,
      email: ADA.email,
      email_verified: true,
      name: ADA.name,
      picture: `${google.issuer}/avatar/${ADA.googleSub}.svg`,
    })
    expect(getValidatedIdTokenClaims(answer)).not.toHaveProperty('hd')
  })

  it('spells email and profile as URLs in the granted scope', async () => {
    const { scope } = await tokens(offline)

    expect(scope?.split(' ').sort()).toEqual([
      SCOPE.tasks,
      'https://www.googleapis.com/auth/userinfo.email',
      'https://www.googleapis.com/auth/userinfo.profile',
      'openid',
    ])
  })

  it('gives a refresh token on the first consent only', async () => {
    const browser = createCookieBrowser()

    const first = await tokens(offline, { as: ADA }, browser)
    const second = await tokens(offline, {}, browser)
    const elsewhere = await tokens(offline, { as: ADA })

    expect([first, second, elsewhere].map((answer) => 'refresh_token' in answer)).toEqual([
      true,
      false,
      false,
    ])
  })

  it('gives a refresh token again after prompt=consent', async () => {
    await tokens(offline)

    const again = await tokens({ ...offline, prompt: 'consent' })

    expect(again.refresh_token).toBeTypeOf('string')
  })

  it('gives no refresh token without access_type=offline', async () => {
    const answer = await tokens({ scope: offline.scope })

    expect(answer).not.toHaveProperty('refresh_token')
  })

  it('refreshes with an ID token and without a new refresh token, as often as asked', async () => {
    const { refresh_token: refreshToken = '' } = await tokens(offline)

    const first = await client.refresh(refreshToken)
    const second = await client.refresh(refreshToken)

    expect(first).not.toHaveProperty('refresh_token')
    expect(getValidatedIdTokenClaims(first)?.sub).toBe(ADA.googleSub)
    expect(second.access_token).not.toBe(first.access_token)
  })

  it('keeps a refresh token usable for half a year of the world’s time', async () => {
    const { refresh_token: refreshToken = '' } = await tokens(offline)

    clock.advance({ hours: 179 * 24 })
    await expect(client.refresh(refreshToken)).resolves.toBeDefined()
    clock.advance({ hours: 2 * 24 })
    await expect(client.refresh(refreshToken)).rejects.toMatchObject({
      error: 'invalid_grant',
      error_description: 'Token has been expired or revoked.',
    })
  })

  it('refuses a code after ten minutes', async () => {
    const attempt = await client.authorize(offline)
    const { callbackUrl } = await signIn(createCookieBrowser(), attempt.url, { as: ADA })

    clock.advance({ minutes: 11 })

    await expect(client.exchange(attempt, callbackUrl as URL)).rejects.toMatchObject({
      error: 'invalid_grant',
    })
  })

  it('refuses a code that is used twice and takes back what it brought', async () => {
    const attempt = await client.authorize(offline)
    const { callbackUrl } = await signIn(createCookieBrowser(), attempt.url, { as: ADA })
    const { refresh_token: refreshToken = '' } = await client.exchange(attempt, callbackUrl as URL)

    await expect(client.exchange(attempt, callbackUrl as URL)).rejects.toMatchObject({
      error: 'invalid_grant',
    })
    await expect(client.refresh(refreshToken)).rejects.toMatchObject({ error: 'invalid_grant' })
  })

  it('refuses a code with another verifier', async () => {
    const attempt = await client.authorize(offline)
    const { callbackUrl } = await signIn(createCookieBrowser(), attempt.url, { as: ADA })
    const { codeVerifier } = await client.authorize(offline)

    await expect(client.exchange({ ...attempt, codeVerifier }, callbackUrl as URL)).rejects.toMatchObject({
      error: 'invalid_grant',
    })
  })

  it('refuses a wrong client secret', async () => {
    const form = { client_id: TEST_CLIENT.clientId, client_secret: 'guessed', grant_type: 'refresh_token' }
    const response = await fetch(`${google.issuer}/token`, {
      method: 'POST',
      body: new URLSearchParams(form),
    })

    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({ error: 'invalid_client' })
  })
})

describe('issuedTokens', () => {
  it('lists every code, token and secret handed out', async () => {
    const attempt = await client.authorize(offline)
    const { callbackUrl } = await signIn(createCookieBrowser(), attempt.url, { as: ADA })
    const answer = await client.exchange(attempt, callbackUrl as URL)

    expect(google.issuedTokens()).toEqual(
      expect.arrayContaining([
        TEST_CLIENT.clientSecret,
        callbackUrl?.searchParams.get('code'),
        answer.access_token,
        answer.refresh_token,
        answer.id_token,
      ]),
    )
  })
})

describe('requests', () => {
  it('tells token requests apart by their grant type', async () => {
    const { refresh_token: refreshToken = '' } = await tokens(offline)
    await client.refresh(refreshToken)

    const grantTypes = google.requests.all({ kind: 'token', status: 200 }).map(({ grantType }) => grantType)

    expect(grantTypes).toEqual(['authorization_code', 'refresh_token'])
  })
})
