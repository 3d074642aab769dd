import { generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { login } from '../support/journey.ts'
import {
  oidcAt,
  STANDARD_PATHS,
  type StandardProvider,
  startStandardProvider,
} from '../support/standard-provider.ts'
import { startBff } from '../support/start-bff.ts'

type Settings = Parameters<typeof oidcAt>[1]

describe('userinfo that is signed', () => {
  it.each<[string, Settings]>([
    ['as ID tokens are, unasked', {}],
    ['as it must be', { userinfoAlg: 'RS256' }],
  ])('is read when it is signed %s', async (_how, settings) => {
    const { corp, browser } = await startBoth(settings)
    answerWith(corp, (claims) => corp.sign(claims))

    await login(browser, 'corp')

    expect((await browser.fetch('/bff/session')).json()).toMatchObject({ user: { name: 'Ada Lovelace' } })
  })

  it.each<[string, (claims: JWTPayload, corp: StandardProvider) => Promise<string>]>([
    ['by somebody else', signAsStranger],
    ['with a secret', (claims, corp) => signWithSecret(claims, corp.clientSecret)],
    ['for another client', (claims, corp) => corp.sign({ ...claims, aud: 'another' })],
    [
      'in the name of another issuer',
      (claims, corp) => corp.sign({ ...claims, iss: 'https://evil.example' }),
    ],
    ['about somebody else', (claims, corp) => corp.sign({ ...claims, sub: 'grace' })],
    ['by nobody', async () => 'eyJhbGciOiJub25lIn0.e30.'],
  ])('IDT-15 ends the login when it is signed %s', async (_how, sign) => {
    const { corp, browser } = await startBoth({})
    answerWith(corp, (claims) => sign(claims, corp))

    const landing = await login(browser, 'corp')

    expect(landing.headers.location).toBe('/?auth_error=login_failed')
    expect((await browser.fetch('/bff/session')).status).toBe(204)
  })

  it.each<[string, Settings]>([
    ['is not signed', { userinfoAlg: 'RS256' }],
    ['is signed in another way', { userinfoAlg: 'ES256' }],
  ])('IDT-15 ends the login when it must be signed and %s', async (what, settings) => {
    const { corp, browser } = await startBoth(settings)
    if (what !== 'is not signed') answerWith(corp, (claims) => corp.sign(claims))

    const landing = await login(browser, 'corp')

    expect(landing.headers.location).toBe('/?auth_error=login_failed')
  })

  it('lands with provider_unavailable when there is no answer', async () => {
    const { corp, browser } = await startBoth({})
    corp.failWith(STANDARD_PATHS.userinfo, 503)

    const landing = await login(browser, 'corp')

    expect(landing.headers.location).toBe('/?auth_error=provider_unavailable')
  })
})

async function startBoth(settings: Settings) {
  const corp = await startStandardProvider()
  const { browser } = await startBff({ providers: { corp: oidcAt(corp, settings) } })
  return { corp, browser: browser() }
}

/** Answers with a JWT instead of JSON. */
function answerWith(corp: StandardProvider, sign: (claims: JWTPayload) => Promise<string>): void {
  corp.interfere(STANDARD_PATHS.userinfo, async () => ({
    status: 200,
    headers: { 'content-type': 'application/jwt' },
    body: await sign({ ...corp.person, iss: corp.origin, aud: corp.clientId }),
  }))
}

async function signAsStranger(claims: JWTPayload): Promise<string> {
  const { privateKey } = await generateKeyPair('RS256')
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'key-1' }).sign(privateKey)
}

function signWithSecret(claims: JWTPayload, secret: string): Promise<string> {
  const key = new TextEncoder().encode(secret.padEnd(32))
  return new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'key-1' }).sign(key)
}
