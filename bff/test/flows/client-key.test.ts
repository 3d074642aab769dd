import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import { describe, expect, it } from 'vitest'
import { userToken } from '../../src/config/factories.ts'
import type { ClientAuthInput } from '../../src/config/provider-input.ts'
import { login } from '../support/journey.ts'
import {
  oidcAt,
  STANDARD_PATHS,
  type StandardProvider,
  startStandardProvider,
} from '../support/standard-provider.ts'
import { startBff } from '../support/start-bff.ts'
import type { ProviderCall } from '../support/test-provider.ts'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const ed = generateKeyPairSync('ed25519')

const POST = { method: 'POST' }

describe('a client that proves itself with a signature', () => {
  it.each([
    ['an RSA key as PEM', { key: pem(rsa.privateKey) }, 'RS256', undefined],
    ['an RSA key and PS256', { key: pem(rsa.privateKey), algorithm: 'PS256', keyId: 'k1' }, 'PS256', 'k1'],
    ['a JWK with a name', { key: jwk(ec.privateKey, { kid: 'k2' }) }, 'ES256', 'k2'],
    ['a JWK for one algorithm', { key: jwk(rsa.privateKey, { alg: 'PS256' }) }, 'PS256', undefined],
    ['an Ed25519 key', { key: pem(ed.privateKey) }, 'EdDSA', undefined],
  ] as const)('TOKEN-01 TOKEN-03 signs in with %s and nothing else', async (_what, settings, alg, kid) => {
    const { corp, browser } = await startBoth({ method: 'private_key_jwt', ...settings })

    const landing = await login(browser, 'corp')

    expect(landing.headers.location).toBe('/')
    const [call] = corp.callsTo(STANDARD_PATHS.token)
    expect(call?.headers.authorization).toBeUndefined()
    expect(call?.form.has('client_secret')).toBe(false)
    expect(decodeProtectedHeader(assertionOf(call))).toEqual({ alg, ...(kid && { kid }) })
  })

  it('TOKEN-03 says it to the issuer alone, for a minute, and anew for every call', async () => {
    const { corp, browser, clock } = await startBoth({ method: 'private_key_jwt', key: pem(ec.privateKey) })
    await login(browser, 'corp')
    clock.advance({ seconds: corp.tokenLifetimeSeconds })
    await browser.fetch('/api/corp/things')
    corp.failWith(STANDARD_PATHS.revoke, 503, { 'retry-after': '1' })
    await browser.fetch('/bff/logout', POST)
    await expect.poll(() => corp.callsTo(STANDARD_PATHS.revoke).length).toBe(1)
    corp.interfere(STANDARD_PATHS.revoke)
    await expect.poll(() => corp.callsTo(STANDARD_PATHS.revoke).length).toBe(3)

    const calls = [...corp.callsTo(STANDARD_PATHS.token), ...corp.callsTo(STANDARD_PATHS.revoke)]
    const claims = calls.map((call) => decodeJwt(assertionOf(call)))

    expect(claims).toHaveLength(5)
    for (const { aud, iss, sub, iat, exp } of claims) {
      expect({ aud, iss, sub }).toEqual({ aud: corp.issuer, iss: corp.clientId, sub: corp.clientId })
      expect(Number(exp) - Number(iat)).toBeLessThanOrEqual(60)
    }
    expect(new Set(claims.map(({ jti }) => jti)).size).toBe(claims.length)
  })
})

async function startBoth(clientAuth: ClientAuthInput) {
  const corp = await startStandardProvider()
  corp.proof = (call) => isSignedByClient(call, corp)
  const { browser, clock } = await startBff({
    providers: { corp: oidcAt(corp, { clientAuth }) },
    upstreams: (target) => ({ corp: { target, credential: userToken('corp') } }),
  })
  return { corp, browser: browser(), clock }
}

async function isSignedByClient(
  call: ProviderCall,
  { clientId, issuer }: StandardProvider,
): Promise<boolean> {
  const assertion = assertionOf(call)
  const { alg } = decodeProtectedHeader(assertion)
  const key = alg === 'ES256' ? ec : alg === 'EdDSA' ? ed : rsa
  const { payload } = await jwtVerify(assertion, createPublicKey(pem(key.privateKey)), {
    subject: clientId,
    issuer: clientId,
  })
  return payload.aud === issuer && call.form.get('client_id') === clientId
}

function assertionOf(call: ProviderCall | undefined): string {
  return call?.form.get('client_assertion') ?? ''
}

function pem(key: KeyObject): string {
  return String(key.export({ type: 'pkcs8', format: 'pem' }))
}

function jwk(key: KeyObject, members: object): string {
  return JSON.stringify({ ...key.export({ format: 'jwk' }), ...members })
}
