import type { JWTPayload } from 'jose'
import { describe, expect, it } from 'vitest'
import { GOOGLE_PATHS, type GoogleProvider } from '../support/google-provider.ts'
import { login } from '../support/journey.ts'
import { startBff } from '../support/start-bff.ts'

type Forgery = (claims: JWTPayload, google: GoogleProvider) => Promise<string>

const IDLE_TIMEOUT = { session: { idleTimeoutSeconds: 4 * 60 * 60 } }

describe('an ID token that comes with a refresh', () => {
  it.each<[string, number, Forgery]>([
    ['of another subject', 401, (claims, google) => google.sign({ ...claims, sub: '999' })],
    ['of another issuer', 503, (claims, google) => google.sign({ ...claims, iss: 'https://evil.example' })],
    ['for another audience', 503, (claims, google) => google.sign({ ...claims, aud: 'somebody-else' })],
    ['that has expired', 503, (claims, google) => google.sign({ ...claims, exp: Number(claims.iat) - 300 })],
    ['signed by somebody else', 503, (claims, google) => google.signAsStranger(claims)],
  ])('REFRESH-08 %s makes the tokens it came with worthless', async (_what, status, forge) => {
    const bff = await startBff(IDLE_TIMEOUT)
    const browser = bff.browser()
    await login(browser, 'google')
    bff.google.forgeIdToken = (claims) => forge(claims, bff.google)
    bff.clock.advance({ hours: 1 })

    const answer = await browser.fetch('/api/tasks/lists')

    expect(answer.status).toBe(status)
    expect(bff.api.requests).toEqual([])
    expect((await browser.fetch('/bff/session')).status).toBe(200)
  })

  it('REFRESH-08 of another subject ends the connection for good', async () => {
    const bff = await startBff(IDLE_TIMEOUT)
    const browser = bff.browser()
    await login(browser, 'google')
    bff.google.forgeIdToken = (claims) => bff.google.sign({ ...claims, sub: '999' })
    bff.clock.advance({ hours: 1 })
    await browser.fetch('/api/tasks/lists')
    bff.google.forgeIdToken = undefined

    const answer = await browser.fetch('/api/tasks/lists')

    expect([answer.status, answer.json()]).toMatchObject([401, { code: 'reauth_required' }])
    expect(bff.google.callsTo(GOOGLE_PATHS.token)).toHaveLength(2)
    const session = await browser.fetch('/bff/session')
    expect(session.json()).toMatchObject({
      connections: [{ status: 'reauth_required' }],
    })
  })

  it('REFRESH-08 of the same subject is taken, without a nonce, time after time', async () => {
    const bff = await startBff(IDLE_TIMEOUT)
    const browser = bff.browser()
    await login(browser, 'google')

    for (let round = 0; round < 3; round++) {
      bff.clock.advance({ hours: 1 })
      expect((await browser.fetch('/api/tasks/lists')).status).toBe(200)
    }
  })
})
