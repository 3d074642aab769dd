import { generateKeyPairSync } from 'node:crypto'
import { jwtVerify } from 'jose'
import { expect } from 'vitest'
import type { OidcInput } from '../../src/config/provider-input.ts'
import { BoundApi } from '../support/bound-api.ts'
import type { Browser } from '../support/browser.ts'
import { ProofJudge } from '../support/proof-judge.ts'
import { type CorpBff, loginAtCorp, startCorp } from '../support/start-corp.ts'
import { signAsCorp } from '../support/strict-keys.ts'
import { STRICT_PATHS, type StrictProvider } from '../support/strict-provider.ts'

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })

/** A provider and an API of the profile, and a BFF that has it switched on. */
export interface FapiWorld extends CorpBff {
  boundApi: BoundApi
}

/**
 * Starts what the Foundation's suite plays: pushed requests only, PS256, `iss` in every answer, a signed assertion
 * with the issuer as its one audience, and nonces asked for at every endpoint and by the API.
 */
export async function startFapi(settings: Partial<OidcInput> = {}): Promise<FapiWorld> {
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const bff = await startCorp({
    habits: { pushes: 'required', bindsTokens: true },
    settings: {
      fapi2: true,
      clientSecret: undefined,
      clientAuth: { method: 'private_key_jwt', key },
      idTokenAlg: 'PS256',
      ...settings,
    },
  })
  bff.corp.signIdToken = bff.corp.signAnswer = (claims) => signAsCorp(claims, 'PS256')
  bff.corp.proof = ({ form }) => isAssertion(form, bff.corp)
  bff.corp.judge.nonces = 'same'
  return { ...bff, boundApi: new BoundApi(bff, new ProofJudge('same')) }
}

async function isAssertion(form: URLSearchParams, { clientId, origin }: StrictProvider): Promise<boolean> {
  const assertion = form.get('client_assertion') ?? ''
  const subject = { issuer: clientId, subject: clientId }
  const verified = await jwtVerify(assertion, publicKey, { ...subject, algorithms: ['ES256'] }).catch(
    () => undefined,
  )
  return verified?.payload.aud === origin
}

/** Expects that the login ends, that nobody is signed in, and that the code has gone nowhere. */
export async function expectStoppedBeforeTheTokens(bff: FapiWorld): Promise<void> {
  const browser = bff.browser()

  const landing = await loginAtCorp(browser)
  await expectNobody(bff, browser)

  expect(landing.headers.location ?? '/?auth_error').toMatch(/auth_error/)
  expect(bff.corp.callsTo(STRICT_PATHS.token)).toEqual([])
}

/** Expects that the login ends after the token response, and that the provider is asked for nothing then but its keys. */
export async function expectStoppedAtTheIdToken(bff: FapiWorld): Promise<void> {
  const browser = bff.browser()

  const landing = await loginAtCorp(browser)
  await expectNobody(bff, browser)

  expect(landing.headers.location).toBe('/?auth_error=login_failed')
  const paths = bff.corp.calls.map(({ path }) => path)
  const later = paths.slice(paths.lastIndexOf(STRICT_PATHS.token) + 1)
  expect(later.filter((path) => path !== STRICT_PATHS.keys)).toEqual([])
}

async function expectNobody(bff: FapiWorld, browser: Browser): Promise<void> {
  expect((await browser.fetch('/bff/session')).status).toBe(204)
  expect((await browser.fetch('/api/corp/tasks')).status).toBe(401)
  await bff.stop()
  expect(bff.api.requests).toEqual([])
}
