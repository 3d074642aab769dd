import { type JWTPayload, UnsecuredJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { loginAtCorp } from '../support/start-corp.ts'
import { signAsCorp, signAsStranger } from '../support/strict-keys.ts'
import { STRICT_PATHS } from '../support/strict-provider.ts'
import { type Interference, withMembers } from '../support/test-provider.ts'
import {
  expectStoppedAtTheIdToken,
  expectStoppedBeforeTheTokens,
  type FapiWorld,
  startFapi,
} from './fapi-world.ts'

type Claims = Record<string, unknown>

describe('the FAPI 2.0 plan', () => {
  it('fapi2-security-profile-final-client-test-happy-path: answers every challenge for a nonce, signs in, and calls', async () => {
    const bff = await startFapi()

    await expectSignedIn(bff)

    const [push] = bff.corp.callsTo(STRICT_PATHS.push)
    expect(push?.form.get('code_challenge_method')).toBe('S256')
    const [departure] = bff.corp.callsTo(STRICT_PATHS.authorize)
    expect([...(departure?.query.keys() ?? [])].sort()).toEqual(['client_id', 'request_uri'])
    expect(bff.corp.callsTo(STRICT_PATHS.push)).toHaveLength(2)
    expect(bff.boundApi.refusals).toEqual(['nonce'])
  })

  it('fapi2-security-profile-final-client-test-happy-path-no-dpop-nonce: signs in and calls without a nonce, too', async () => {
    const bff = await startFapi()
    bff.corp.judge.nonces = bff.boundApi.judge.nonces = 'none'

    await expectSignedIn(bff)

    expect(bff.corp.callsTo(STRICT_PATHS.push)).toHaveLength(1)
  })

  it('fapi2-security-profile-final-client-test-discovery-issuer-mismatch: stops before anything is pushed', async () => {
    const bff = await startFapi()
    bff.corp.interfere(STRICT_PATHS.metadata, withMembers({ issuer: `${bff.corp.origin}1` }))

    const refused = await bff.browser().navigate('/bff/login/corp')

    expect([refused.status, refused.headers.location]).toEqual([503, undefined])
    expect(bff.corp.calls.map(({ path }) => path)).toEqual([STRICT_PATHS.metadata])
  })

  it.each<[string, (honest: JWTPayload) => Claims]>([
    [
      'fapi2-security-profile-final-client-test-invalid-iss: stops; nobody is signed in',
      ({ iss }) => ({ iss: `${iss}1` }),
    ],
    [
      'fapi2-security-profile-final-client-test-invalid-aud: stops; nobody is signed in',
      ({ aud }) => ({ aud: `${aud}1` }),
    ],
    [
      'fapi2-security-profile-final-client-test-invalid-missing-iss: stops; nobody is signed in',
      () => ({ iss: undefined }),
    ],
    [
      'fapi2-security-profile-final-client-test-invalid-missing-aud: stops; nobody is signed in',
      () => ({ aud: undefined }),
    ],
    [
      'fapi2-security-profile-final-client-test-invalid-missing-exp: stops; nobody is signed in',
      () => ({ exp: undefined }),
    ],
    [
      'fapi2-security-profile-final-client-test-invalid-secondary-aud: stops; another audience has nobody to speak for it',
      ({ aud }) => ({ aud: [aud, 'stranger'] }),
    ],
    [
      'fapi2-security-profile-final-client-test-invalid-expired-exp: stops; nobody is signed in',
      ({ iat }) => ({ exp: Number(iat) - 360 }),
    ],
    [
      'fapi2-security-profile-final-client-test-invalid-nonce: stops; nobody is signed in',
      ({ nonce }) => ({ nonce: `${nonce}1` }),
    ],
    [
      'fapi2-security-profile-final-client-test-invalid-missing-nonce: stops; nobody is signed in',
      () => ({ nonce: undefined }),
    ],
  ])('%s', async (_name, change) => {
    const bff = await startFapi()
    bff.corp.signIdToken = (honest) => signAsCorp({ ...honest, ...change(honest) }, 'PS256')

    await expectStoppedAtTheIdToken(bff)
  })

  it.each<[string, (honest: JWTPayload) => Promise<string>]>([
    [
      'fapi2-security-profile-final-client-test-invalid-null-alg: stops; nobody is signed in',
      async (honest) => new UnsecuredJWT(honest).encode(),
    ],
    [
      'fapi2-security-profile-final-client-test-invalid-alternate-alg: stops, although the key is published',
      (honest) => signAsCorp(honest, 'RS256'),
    ],
  ])('%s', async (_name, sign) => {
    const bff = await startFapi()
    bff.corp.signIdToken = sign

    await expectStoppedAtTheIdToken(bff)
  })

  it('fapi2-security-profile-final-client-test-valid-aud-as-array: signs in, and calls', async () => {
    const bff = await startFapi()
    bff.corp.signIdToken = (honest) => signAsCorp({ ...honest, aud: [String(honest.aud)] }, 'PS256')

    await expectSignedIn(bff)
  })

  it.each<[string, (parameters: URLSearchParams) => void]>([
    [
      'fapi2-security-profile-final-client-test-invalid-authorization-response-iss: stops in front of the token endpoint',
      (parameters) => parameters.set('iss', `${parameters.get('iss')}1`),
    ],
    [
      'fapi2-security-profile-final-client-test-remove-authorization-response-iss: stops in front of the token endpoint',
      (parameters) => parameters.delete('iss'),
    ],
    [
      'fapi2-security-profile-final-client-test-ensure-authorization-response-with-invalid-state-fails: stops in front of the token endpoint',
      (parameters) => parameters.set('state', `${parameters.get('state')}1`),
    ],
    [
      'fapi2-security-profile-final-client-test-ensure-authorization-response-with-invalid-missing-state-fails: stops in front of the token endpoint',
      (parameters) => parameters.delete('state'),
    ],
  ])('%s', async (_name, change) => {
    const bff = await startFapi()
    bff.corp.interfere(STRICT_PATHS.authorize, comingBackWith(change))

    await expectStoppedBeforeTheTokens(bff)
  })

  it('fapi2-security-profile-final-client-test-token-endpoint-response-without-expires_in: signs in, and calls', async () => {
    const bff = await startFapi()
    bff.corp.interfere(STRICT_PATHS.token, withMembers({ expires_in: undefined }))

    await expectSignedIn(bff)
  })

  it('fapi2-security-profile-final-client-test-token-type-case-insensitivity: signs in, and calls', async () => {
    const bff = await startFapi()
    bff.corp.interfere(STRICT_PATHS.token, withMembers({ token_type: 'dPOP' }))

    await expectSignedIn(bff)
  })

  it('fapi2-security-profile-final-client-test-rs-dpop-auth-scheme-case-insensitivity: calls again, with the nonce', async () => {
    const bff = await startFapi()
    bff.boundApi.scheme = 'dPoP'

    await expectSignedIn(bff)

    expect(bff.boundApi.refusals).toEqual(['nonce'])
  })

  it('fapi2-security-profile-final-client-refresh-token-test: refreshes with the newest refresh token, and calls', async () => {
    const bff = await startFapi()
    const browser = await expectSignedIn(bff)

    for (let round = 0; round < 2; round += 1) {
      bff.corp.ledger.endToken(bff.corp.newestAccessToken)
      expect((await browser.fetch('/api/corp/tasks')).status).toBe(200)
      bff.clock.advance({ seconds: 60 })
    }

    const forms = bff.corp.callsTo(STRICT_PATHS.token).map(({ form }) => form.get('refresh_token'))
    expect(new Set(forms.filter((token) => token !== null)).size).toBe(2)
    expect(bff.corp.ledger.reuses).toBe(0)
  })
})

describe('the message signing plan', () => {
  it.each<[string, Claims]>([
    [
      'fapi2-security-profile-final-client-test-ensure-jarm-without-iss-fails: stops in front of the token endpoint',
      { iss: undefined },
    ],
    [
      'fapi2-security-profile-final-client-test-ensure-jarm-with-invalid-iss-fails: stops in front of the token endpoint',
      { iss: 'https://evil.example' },
    ],
    [
      'fapi2-security-profile-final-client-test-ensure-jarm-without-aud-fails: stops in front of the token endpoint',
      { aud: undefined },
    ],
    [
      'fapi2-security-profile-final-client-test-ensure-jarm-with-invalid-aud-fails: stops in front of the token endpoint',
      { aud: 'stranger' },
    ],
    [
      'fapi2-security-profile-final-client-test-ensure-jarm-without-exp-fails: stops in front of the token endpoint',
      { exp: undefined },
    ],
    [
      'fapi2-security-profile-final-client-test-ensure-jarm-with-expired-exp-fails: stops in front of the token endpoint',
      { exp: Math.floor(Date.now() / 1000) - 360 },
    ],
  ])('%s', async (_name, change) => {
    const bff = await startFapi({ responseMode: 'query.jwt' })
    bff.corp.signAnswer = (honest) => signAsCorp({ ...honest, ...change } as JWTPayload, 'PS256')

    await expectStoppedBeforeTheTokens(bff)
  })

  it.each<[string, (claims: JWTPayload) => Promise<string>]>([
    [
      'fapi2-security-profile-final-client-test-ensure-jarm-with-invalid-sig-fails: stops in front of the token endpoint',
      (claims) => signAsStranger(claims, 'PS256'),
    ],
    [
      'fapi2-security-profile-final-client-test-ensure-jarm-signature-is-not-none: stops in front of the token endpoint',
      async (claims) => new UnsecuredJWT(claims).encode(),
    ],
  ])('%s', async (_name, sign) => {
    const bff = await startFapi({ responseMode: 'query.jwt' })
    bff.corp.signAnswer = sign

    await expectStoppedBeforeTheTokens(bff)
  })

  it('signs in when nothing is wrong', async () => {
    await expectSignedIn(await startFapi({ responseMode: 'query.jwt' }))
  })
})

async function expectSignedIn(bff: FapiWorld) {
  const browser = bff.browser()

  expect((await loginAtCorp(browser)).headers.location).toBe('/')
  expect((await browser.fetch('/bff/session')).status).toBe(200)
  expect((await browser.fetch('/api/corp/tasks')).status).toBe(200)
  return browser
}

/** Changes what the browser brings back from the provider. */
function comingBackWith(change: (parameters: URLSearchParams) => void): Interference {
  return (honest) => {
    const back = new URL(honest.headers?.location ?? '')
    change(back.searchParams)
    return { ...honest, headers: { ...honest.headers, location: back.href } }
  }
}
