import { CompactEncrypt, exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { GOOGLE_PATHS } from '../support/google-provider.ts'
import { login } from '../support/journey.ts'
import {
  LOGOUT_EVENT,
  logoutClaims,
  logoutForm,
  logoutToken,
  nameSession,
  tellLogout,
} from '../support/logout-token.ts'
import { startBff, type TestBff } from '../support/start-bff.ts'
import { withMembers } from '../support/test-provider.ts'

const EVENTS_OTHER = { 'http://schemas.openid.net/event/other': {} }
const text = (value: string) => new TextEncoder().encode(value)

/** Wrong tokens of OpenID's conformance suite and our own variants; each in one thing only. */
const WRONG_TOKENS: Record<string, (bff: TestBff) => Promise<string> | string> = {
  'alg none': (bff) => new UnsecuredJWT(logoutClaims(bff, { sid: 'sid-1' })).encode(),
  'an algorithm that is not the registered one': (bff) => signedWithPublishedEs256(bff),
  'a shared secret for a signature': (bff) => hs256(bff, bff.google.clientSecret),
  'the public key for a shared secret': async (bff) =>
    hs256(bff, JSON.stringify(await bff.google.publicKey())),
  'no events': (bff) => logoutToken(bff, { sid: 'sid-1', events: undefined }),
  'another event only': (bff) => logoutToken(bff, { sid: 'sid-1', events: EVENTS_OTHER }),
  'an event that is no object': (bff) => logoutToken(bff, { sid: 'sid-1', events: { [LOGOUT_EVENT]: true } }),
  'an event that is a list': (bff) => logoutToken(bff, { sid: 'sid-1', events: { [LOGOUT_EVENT]: [] } }),
  'a nonce': (bff) => logoutToken(bff, { sid: 'sid-1', nonce: 'n' }),
  'a nonce that is null': (bff) => logoutToken(bff, { sid: 'sid-1', nonce: null }),
  'another audience': (bff) => logoutToken(bff, { sid: 'sid-1', aud: `${bff.google.clientId}INVALID` }),
  'no audience': (bff) => logoutToken(bff, { sid: 'sid-1', aud: undefined }),
  'another issuer': (bff) => logoutToken(bff, { sid: 'sid-1', iss: `${bff.google.origin}/` }),
  'neither sub nor sid': (bff) => logoutToken(bff, {}),
  'an empty sid': (bff) => logoutToken(bff, { sid: '' }),
  'a sub that is no text': (bff) => logoutToken(bff, { sub: 7 }),
  'no jti': (bff) => logoutToken(bff, { sid: 'sid-1', jti: undefined }),
  'no exp': (bff) => logoutToken(bff, { sid: 'sid-1', exp: undefined }),
  'no iat': (bff) => logoutToken(bff, { sid: 'sid-1', iat: undefined }),
  'an exp more than a minute ago': (bff) => logoutToken(bff, { sid: 'sid-1', exp: seconds(bff) - 61 }),
  'an iat more than a minute ahead': (bff) =>
    logoutToken(bff, { sid: 'sid-1', iat: seconds(bff) + 61, exp: seconds(bff) + 200 }),
  'an iat of long ago': (bff) => logoutToken(bff, { sid: 'sid-1', iat: seconds(bff) - 3600 }),
  'typ of an ID token': (bff) => logoutToken(bff, { sid: 'sid-1' }, { typ: 'JWT' }),
  'no typ': (bff) => logoutToken(bff, { sid: 'sid-1' }, { typ: undefined }),
  'a key that nobody published': (bff) => bff.google.signAsStranger(logoutClaims(bff, { sid: 'sid-1' })),
  'an unknown critical header': (bff) => withCriticalHeader(bff),
  'a signature over other claims': async (bff) =>
    withClaims(await logoutToken(bff, {}), logoutClaims(bff, { sid: 'sid-1' })),
  'an encrypted token': (bff) => encrypted(bff),
  'no token at all': () => 'not-a-token',
  'a header that is no JSON': () => 'bm8.bm8.bm8',
}

describe('a logout token', () => {
  it.each(Object.entries(WRONG_TOKENS))(
    'LOGOUT-09 LOGOUT-11 with %s is refused, and nobody is signed out',
    async (_what, make) => {
      const bff = await startBff()
      const browser = bff.browser()
      nameSession(bff, 'sid-1')
      await login(browser, 'google')

      const answer = await tellLogout(bff, logoutForm(await make(bff)))

      expect([
        answer.status,
        answer.headers.get('cache-control'),
        answer.headers.get('content-type'),
      ]).toEqual([400, 'no-store', 'application/problem+json; charset=utf-8'])
      expect(await answer.json()).toMatchObject({ code: 'invalid_request' })
      expect((await browser.fetch('/bff/session')).status).toBe(200)
    },
  )

  it('LOGOUT-09 within a minute of the window is believed', async () => {
    const bff = await startBff()
    const now = seconds(bff)

    const late = await tellLogout(bff, logoutForm(await logoutToken(bff, { sid: 's', exp: now - 59 })))
    const early = await tellLogout(
      bff,
      logoutForm(await logoutToken(bff, { sid: 's', iat: now + 60, exp: now + 180 })),
    )

    expect([late.status, early.status]).toEqual([200, 200])
  })
})

describe('the back-channel logout route', () => {
  it.each<[string, (token: string) => string | URLSearchParams]>([
    ['two logout_token fields', (token) => `${logoutForm(token)}&${logoutForm(token)}`],
    ['a list', (token) => `logout_token[]=${token}`],
    ['another field', (token) => new URLSearchParams({ token })],
    ['nothing', () => new URLSearchParams()],
    ['a megabyte', (token) => new URLSearchParams({ logout_token: token, padding: 'x'.repeat(1_000_000) })],
  ])('LOGOUT-08 LOGOUT-11 refuses a form with %s', async (_what, toBody) => {
    const bff = await startBff()
    const form = new Blob([String(toBody(await logoutToken(bff, { sid: 'sid-1' })))], {
      type: 'application/x-www-form-urlencoded',
    })

    const answer = await tellLogout(bff, form)

    expect([answer.status, answer.headers.get('cache-control')]).toEqual([400, 'no-store'])
    expect(await answer.json()).toMatchObject({ code: 'invalid_request' })
  })

  it('LOGOUT-08 refuses JSON', async () => {
    const bff = await startBff()
    const body = JSON.stringify({ logout_token: await logoutToken(bff, { sid: 'sid-1' }) })

    const answer = await tellLogout(bff, new Blob([body], { type: 'application/json' }))

    expect(answer.status).toBe(400)
  })

  it('LOGOUT-08 takes no other method', async () => {
    const bff = await startBff()

    const answer = await fetch(`http://127.0.0.1:${bff.port}/bff/backchannel-logout/google`)

    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST'])
  })

  it.each(['github', 'nobody'])(
    'LOGOUT-08 is not there for %s, which issues no ID tokens',
    async (provider) => {
      const bff = await startBff()

      const answer = await tellLogout(bff, logoutForm(await logoutToken(bff, { sid: 'sid-1' })), provider)

      expect([answer.status, await answer.json()]).toEqual([
        404,
        expect.objectContaining({ code: 'route_not_found' }),
      ])
    },
  )
})

function seconds({ clock }: TestBff): number {
  return Math.floor(clock.now() / 1000)
}

/** Valid in every way but the algorithm: the provider publishes this key too. */
async function signedWithPublishedEs256(bff: TestBff): Promise<string> {
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  const jwk = { ...(await exportJWK(publicKey)), kid: 'key-2', alg: 'ES256', use: 'sig' }
  bff.google.interfere(GOOGLE_PATHS.keys, withMembers({ keys: [await bff.google.publicKey(), jwk] }))
  return new SignJWT(logoutClaims(bff, { sid: 'sid-1' }))
    .setProtectedHeader({ alg: 'ES256', kid: 'key-2', typ: 'logout+jwt' })
    .sign(privateKey)
}

function withCriticalHeader(bff: TestBff): Promise<string> {
  const header = { typ: 'logout+jwt', crit: ['x'], x: 1 }
  return bff.google.sign(logoutClaims(bff, { sid: 'sid-1' }), header, { crit: { x: true } })
}

function hs256(bff: TestBff, secret: string): Promise<string> {
  const header = { alg: 'HS256', kid: 'key-1', typ: 'logout+jwt' }
  return new SignJWT(logoutClaims(bff, { sid: 'sid-1' }))
    .setProtectedHeader(header)
    .sign(text(secret.padEnd(32, '.')))
}

async function encrypted(bff: TestBff): Promise<string> {
  const { publicKey } = await generateKeyPair('RSA-OAEP-256')
  return new CompactEncrypt(text(await logoutToken(bff, { sid: 'sid-1' })))
    .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', typ: 'logout+jwt' })
    .encrypt(publicKey)
}

function withClaims(token: string, claims: JWTPayload): string {
  const [header, , signature] = token.split('.')
  return `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${signature}`
}
