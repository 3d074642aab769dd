import { createHash } from 'node:crypto'
import {
  base64url,
  CompactEncrypt,
  decodeJwt,
  exportJWK,
  generateKeyPair,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
  UnsecuredJWT,
} from 'jose'
import { describe, expect, it } from 'vitest'
import { GOOGLE_PATHS, type GoogleProvider } from '../support/google-provider.ts'
import { login } from '../support/journey.ts'
import { aProviderKey } from '../support/misbehaving-provider-keys.ts'
import { startBff } from '../support/start-bff.ts'
import { jsonAnswer, withMembers } from '../support/test-provider.ts'

type Forgery = (claims: JWTPayload, google: GoogleProvider) => string | Promise<string>

const HOUR_SECONDS = 3600

describe('ID tokens that are not to be believed', () => {
  it.each<[string, Forgery]>([
    ['IDT-01 another issuer', changed(() => ({ iss: 'https://evil.example' }))],
    ['IDT-01 an issuer with a slash more', changed(({ iss }) => ({ iss: `${iss}/` }))],
    ['IDT-02 another audience', changed(() => ({ aud: 'somebody-else' }))],
    ['IDT-02 no audience', changed(() => ({ aud: undefined }))],
    [
      'IDT-02 several audiences without azp',
      changed(({ aud }) => ({ aud: [aud as string, 'x'], azp: undefined })),
    ],
    [
      'IDT-02 several audiences and a foreign azp',
      changed(({ aud }) => ({ aud: [aud as string, 'x'], azp: 'x' })),
    ],
    ['IDT-02 one audience and a foreign azp', changed(() => ({ azp: 'somebody-else' }))],
    ['IDT-09 an end five minutes ago', changed(({ exp }) => ({ exp: Number(exp) - HOUR_SECONDS - 300 }))],
    ['IDT-09 a beginning in ten minutes', changed(({ iat }) => ({ nbf: Number(iat) + 600 }))],
    ['IDT-09 a time of issue in two minutes', changed(({ iat }) => ({ iat: Number(iat) + 120 }))],
    ['IDT-09 a time of issue an hour ago', changed(({ iat }) => ({ iat: Number(iat) - HOUR_SECONDS }))],
    ['IDT-10 no subject', changed(() => ({ sub: undefined }))],
    ['IDT-10 a subject that is a number', changed(() => ({ sub: 110 }))],
    ['IDT-10 a subject without a letter', changed(() => ({ sub: '' }))],
    ['IDT-10 IDT-14 a subject longer than any may be', changed(() => ({ sub: '1'.repeat(256) }))],
    ['IDT-10 an audience that is a number', changed(({ aud }) => ({ aud: [aud, 5] }))],
    ['IDT-10 an end that is text', changed(({ exp }) => ({ exp: String(exp) }))],
    ['IDT-10 a time of issue that is text', changed(({ iat }) => ({ iat: String(iat) }))],
    ['IDT-10 an auth_time that is text', changed(({ iat }) => ({ auth_time: String(iat) }))],
    ['IDT-10 an acr that is a list', changed(() => ({ acr: ['high'] }))],
    ['IDT-10 no end', changed(() => ({ exp: undefined }))],
    ['IDT-10 no time of issue', changed(() => ({ iat: undefined }))],
    ['IDT-11 another nonce', changed(() => ({ nonce: 'A'.repeat(43) }))],
    ['IDT-11 no nonce', changed(() => ({ nonce: undefined }))],
    ['IDT-03 no signature at all', (claims) => new UnsecuredJWT(claims).encode()],
    [
      'IDT-03 a misspelt alg',
      async (claims, google) => withHeader(await google.sign(claims), { alg: 'noNE' }),
    ],
    ['IDT-04 a signature by somebody else', (claims, google) => google.signAsStranger(claims)],
    ['IDT-04 one bit of the signature flipped', async (claims, google) => flipped(await google.sign(claims))],
    ['IDT-05 an HMAC made with the client secret', (claims, google) => hmac(claims, google.clientSecret)],
    [
      'IDT-05 an HMAC made with the public key',
      async (claims, google) => hmac(claims, JSON.stringify(await google.publicKey())),
    ],
    ['IDT-06 a key that is not published', (claims, google) => google.sign(claims, { kid: 'unknown' })],
    ['IDT-08 an extension that must be understood', async (claims, google) => withCrit(claims, google)],
    ['IDT-12 the at_hash of another access token', changed(() => ({ at_hash: 'A'.repeat(22) }))],
    ['IDT-12 an at_hash that is a number', changed(() => ({ at_hash: 7 }))],
    ['IDT-16 something that is no JWT', () => 'not.a-token'],
    ['IDT-16 the kind of a logout token', (claims, google) => google.sign(claims, { typ: 'logout+jwt' })],
    ['IDT-16 the kind of an access token', (claims, google) => google.sign(claims, { typ: 'at+jwt' })],
    ['IDT-16 a signature in JSON', async (claims, google) => asJson(await google.sign(claims))],
    ['IDT-16 encryption', async (claims, google) => encrypted(await google.sign(claims))],
  ])('%s: nobody is signed in', async (_what, forge) => {
    const { browser: open, google } = await startBff()
    google.forgeIdToken = (claims) => forge(claims, google)
    const browser = open()

    const landing = await login(browser, 'google')

    expect(landing.headers.location).toBe('/?auth_error=login_failed')
    expect((await browser.fetch('/bff/session')).status).toBe(204)
    expect(browser.jar.all()).toEqual([])
  })

  it('IDT-03 takes no algorithm but the registered one, also when the metadata offers others and the key fits', async () => {
    const { browser: open, google } = await startBff()
    const { publicKey, privateKey } = await generateKeyPair('ES256')
    const key = { ...(await exportJWK(publicKey)), kid: 'key-2', use: 'sig' }
    google.interfere(GOOGLE_PATHS.keys, () => jsonAnswer(200, { keys: [key] }))
    const offered = { id_token_signing_alg_values_supported: ['RS256', 'ES256', 'HS256', 'none'] }
    google.interfere(GOOGLE_PATHS.metadata, withMembers(offered))
    google.forgeIdToken = (claims) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'key-2' }).sign(privateKey)

    const landing = await login(open(), 'google')

    expect(landing.headers.location).toBe('/?auth_error=login_failed')
  })

  it('IDT-12 accepts the at_hash of the access token it came with', async () => {
    const { browser: open, google } = await startBff()
    google.interfere(GOOGLE_PATHS.token, async (honest) => {
      const body = JSON.parse(honest.body ?? '') as { access_token: string; id_token: string }
      const digest = createHash('sha256').update(body.access_token).digest()
      const claims = { ...decodeJwt(body.id_token), at_hash: digest.subarray(0, 16).toString('base64url') }
      return jsonAnswer(200, { ...body, id_token: await google.sign(claims) })
    })

    const landing = await login(open(), 'google')

    expect(landing.headers.location).toBe('/')
  })

  it.each([undefined, 'jwt', 'application/jwt'])('IDT-16 accepts the typ %s', async (typ) => {
    const { browser: open, google } = await startBff()
    google.forgeIdToken = (claims) => google.sign(claims, { typ } as JWTHeaderParameters)

    const landing = await login(open(), 'google')

    expect(landing.headers.location).toBe('/')
  })

  it('IDT-08 takes no key from the token, and goes where no token points to', async () => {
    const { browser: open, google, api } = await startBff()
    const stranger = await aProviderKey('key-1')
    const pointing = { jku: `${api.origin}/keys`, x5u: `${api.origin}/certs`, jwk: stranger.jwk }
    google.forgeIdToken = (claims) => stranger.sign(claims, pointing)

    const landing = await login(open(), 'google')

    expect(landing.headers.location).toBe('/?auth_error=login_failed')
    expect(api.requests).toEqual([])
  })

  it('refuses a token response without an ID token', async () => {
    const { browser: open, google } = await startBff()
    google.interfere(GOOGLE_PATHS.token, withMembers({ id_token: undefined }))

    const landing = await login(open(), 'google')

    expect(landing.headers.location).toBe('/?auth_error=login_failed')
  })

  it('IDT-04 verifies with the published keys, and without them says the provider is unavailable', async () => {
    const { browser: open, google } = await startBff()
    google.failWith(GOOGLE_PATHS.keys, 503)

    const refused = await login(open(), 'google')
    google.interfere(GOOGLE_PATHS.keys)
    const landing = await login(open(), 'google', '?prompt=consent')

    expect(refused.headers.location).toBe('/?auth_error=provider_unavailable')
    expect(landing.headers.location).toBe('/')
    expect(google.callsTo(GOOGLE_PATHS.keys)).toHaveLength(2)
  })

  it('IDT-09 forgives a clock ten seconds ahead', async () => {
    const { browser: open, google } = await startBff()
    google.forgeIdToken = (claims) => google.sign({ ...claims, exp: Number(claims.iat) - 10 })

    const landing = await login(open(), 'google')

    expect(landing.headers.location).toBe('/')
  })

  it.each([
    ['is missing', undefined],
    ['is too old', HOUR_SECONDS],
  ])('IDT-13 refuses when a maximum age was asked for and auth_time %s', async (_what, ageSeconds) => {
    const { browser: open, google } = await startBff()
    google.forgeIdToken = (claims) =>
      google.sign({ ...claims, ...(ageSeconds && { auth_time: Number(claims.iat) - ageSeconds }) })

    const landing = await login(open(), 'google', '?max_age=300')

    expect(landing.headers.location).toBe('/?auth_error=login_failed')
  })

  it('IDT-13 accepts an authentication as fresh as was asked for', async () => {
    const { browser: open, google } = await startBff()
    google.forgeIdToken = (claims) => google.sign({ ...claims, auth_time: Number(claims.iat) - 60 })

    const landing = await login(open(), 'google', '?max_age=300')

    expect(landing.headers.location).toBe('/')
  })
})

function changed(change: (claims: JWTPayload) => Record<string, unknown>): Forgery {
  return (claims, google) => google.sign({ ...claims, ...change(claims) })
}

function hmac(claims: JWTPayload, secret: string): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', kid: 'key-1' })
    .sign(Buffer.from(secret.padEnd(32)))
}

function withHeader(token: string, change: object): string {
  const [header = '', ...rest] = token.split('.')
  const changedHeader = { ...JSON.parse(Buffer.from(header, 'base64url').toString()), ...change }
  return [base64url.encode(JSON.stringify(changedHeader)), ...rest].join('.')
}

function asJson(token: string): string {
  const [header, payload, signature] = token.split('.')
  return JSON.stringify({ payload, signatures: [{ protected: header, signature }] })
}

async function encrypted(token: string): Promise<string> {
  const { publicKey } = await generateKeyPair('RSA-OAEP-256')
  return new CompactEncrypt(new TextEncoder().encode(token))
    .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', cty: 'JWT' })
    .encrypt(publicKey)
}

function withCrit(claims: JWTPayload, google: GoogleProvider): Promise<string> {
  const name = 'urn:example:must'
  return google.sign(claims, { crit: [name], [name]: true }, { crit: { [name]: true } })
}

function flipped(token: string): string {
  const [header, payload, signature = ''] = token.split('.')
  const bytes = Buffer.from(signature, 'base64url')
  bytes.writeUInt8(bytes.readUInt8(40) ^ 1, 40)
  return [header, payload, bytes.toString('base64url')].join('.')
}
