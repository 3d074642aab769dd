import { type JWTPayload, UnsecuredJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import type { Browser } from '../support/browser.ts'
import { GOOGLE_PATHS, type GoogleProvider } from '../support/google-provider.ts'
import { login } from '../support/journey.ts'
import { startBff, type TestBff } from '../support/start-bff.ts'

type Forgery = (claims: JWTPayload, google: GoogleProvider) => string | Promise<string>

const IDLE_TIMEOUT = { session: { idleTimeoutSeconds: 4 * 60 * 60 } }

describe('an ID token that comes with a refresh', () => {
  it.each<[string, Forgery]>([
    ['of another subject', changed(() => ({ sub: '999' }))],
    ['of another issuer', changed(() => ({ iss: 'https://evil.example' }))],
    ['for another audience', changed(() => ({ aud: 'somebody-else', azp: undefined }))],
    ['for another party', changed(() => ({ azp: undefined }))],
    ['of another authentication', changed(({ iat }) => ({ auth_time: Number(iat) - 30 }))],
    ['with a nonce of its own', changed(() => ({ nonce: 'another' }))],
    ['that has expired', changed(({ iat }) => ({ exp: Number(iat) - 300 }))],
    ['of an hour ago', changed(({ iat }) => ({ iat: Number(iat) - 3600 }))],
    ['signed by somebody else', (claims, google) => google.signAsStranger(claims)],
    ['without a signature', (claims) => new UnsecuredJWT(claims).encode()],
  ])(
    'REFRESH-08 %s ends the session, and neither its tokens nor the former ones are used',
    async (_what, forge) => {
      const bff = await startBff(IDLE_TIMEOUT)
      const browser = await signedInAMinuteAgo(bff)
      bff.google.forgeIdToken = (claims) => forge(claims, bff.google)
      bff.clock.advance({ hours: 1 })

      const answers = [await browser.fetch('/api/tasks/lists')]
      bff.google.forgeIdToken = undefined
      answers.push(await browser.fetch('/api/tasks/lists'))

      for (const answer of answers) {
        expect([answer.status, answer.json()]).toMatchObject([401, { code: 'unauthenticated' }])
      }
      expect(bff.api.requests).toEqual([])
      expect(bff.google.callsTo(GOOGLE_PATHS.token)).toHaveLength(2)
      expect((await browser.fetch('/bff/session')).status).toBe(204)
    },
  )

  it('REFRESH-08 is judged again later when the keys to verify it with cannot be had', async () => {
    const bff = await startBff(IDLE_TIMEOUT)
    const browser = await signedInAMinuteAgo(bff)
    bff.google.failWith(GOOGLE_PATHS.keys, 503)
    bff.clock.advance({ hours: 1 })

    const during = await browser.fetch('/api/tasks/lists')
    bff.google.interfere(GOOGLE_PATHS.keys)
    bff.clock.advance({ minutes: 1 })
    const afterwards = await browser.fetch('/api/tasks/lists')

    expect([during.status, afterwards.status]).toEqual([503, 200])
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

/** A browser signed in with an ID token that has everything a later one is compared with. */
async function signedInAMinuteAgo(bff: TestBff): Promise<Browser> {
  const browser = bff.browser()
  bff.google.forgeIdToken = (claims) => bff.google.sign({ ...claims, auth_time: Number(claims.iat) - 60 })
  await login(browser, 'google')
  bff.google.forgeIdToken = undefined
  return browser
}

function changed(change: (claims: JWTPayload) => Record<string, unknown>): Forgery {
  return (claims, google) => google.sign({ ...claims, ...change(claims) })
}
