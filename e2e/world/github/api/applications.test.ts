import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { RegisteredClient } from '../github-options.ts'
import {
  approve,
  CLIENT,
  credentialsOf,
  EXPIRING_CLIENT,
  type GithubFixture,
  startGithubFixture,
} from '../testing/github-fixture.ts'

let fixture: GithubFixture
beforeAll(async () => {
  fixture = await startGithubFixture()
})
beforeEach(() => fixture.github.reset())
afterAll(() => fixture.github.close())

function basic({ clientId, clientSecret }: RegisteredClient): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` }
}

function revoke(what: 'token' | 'grant', body: unknown, client = CLIENT, path = client.clientId) {
  return fixture.api(`/applications/${path}/${what}`, { method: 'DELETE', headers: basic(client), body })
}

async function apiStatus(token: string): Promise<number> {
  return (await fixture.api('/user', { token })).status
}

describe('DELETE /applications/:client_id/token', () => {
  it('revokes this token and no other', async () => {
    const [one, other] = [await fixture.signIn('ada'), await fixture.signIn('ada')]

    const response = await revoke('token', { access_token: one })

    expect(response.status).toBe(204)
    expect([await apiStatus(one), await apiStatus(other)]).toEqual([401, 200])
  })

  it('revokes the refresh token with it', async () => {
    const params = { client_id: EXPIRING_CLIENT.clientId }
    const code = (await fixture.authorize('ada', params)).searchParams.get('code') ?? ''
    const tokens = await fixture.token({ ...credentialsOf(EXPIRING_CLIENT), code })

    await revoke('token', { access_token: tokens.access_token }, EXPIRING_CLIENT)

    const refreshed = await fixture.token({
      ...credentialsOf(EXPIRING_CLIENT),
      grant_type: 'refresh_token',
      refresh_token: String(tokens.refresh_token),
    })
    expect(refreshed.error).toBe('bad_refresh_token')
  })

  it('finds no token twice, none of another client, and none that has expired', async () => {
    const token = await fixture.signIn('ada')

    const foreign = await revoke('token', { access_token: token }, EXPIRING_CLIENT)
    await revoke('token', { access_token: token })
    const again = await revoke('token', { access_token: token })
    const expired = await fixture.signIn('ada')
    fixture.github.expireAccessTokens()

    expect([foreign.status, again.status]).toEqual([404, 404])
    expect((await revoke('token', { access_token: expired })).status).toBe(404)
  })

  it('refuses wrong credentials, the path of another client, and a body without token', async () => {
    const token = await fixture.signIn('ada')
    const body = { access_token: token }

    expect((await revoke('token', body, { ...CLIENT, clientSecret: 'wrong' })).status).toBe(401)
    expect((await revoke('token', body, CLIENT, EXPIRING_CLIENT.clientId)).status).toBe(404)
    expect((await revoke('token', {})).status).toBe(422)
    expect(await apiStatus(token)).toBe(200)
  })
})

describe('DELETE /applications/:client_id/grant', () => {
  it('revokes all tokens of this person for this client, and their authorization', async () => {
    const browser = fixture.browser()
    const [one, other] = [await fixture.signIn('ada'), await fixture.signIn('ada')]
    const grace = await fixture.signIn('grace')
    await approve(browser, fixture.authorizeUrl(), 'ada')

    const response = await revoke('grant', { access_token: one })

    expect(response.status).toBe(204)
    expect(await Promise.all([one, other, grace].map(apiStatus))).toEqual([401, 401, 200])
    expect((await browser.get(fixture.authorizeUrl())).text).toContain('Authorize Test Board')
  })

  it('takes back a code that is still on its way', async () => {
    const token = await fixture.signIn('ada')
    const code = (await fixture.authorize('ada')).searchParams.get('code') ?? ''

    await revoke('grant', { access_token: token })

    expect(await fixture.token({ ...credentialsOf(CLIENT), code })).toMatchObject({
      error: 'bad_verification_code',
    })
  })
})
