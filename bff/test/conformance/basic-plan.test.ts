import { describe, expect, it } from 'vitest'
import { GOOGLE_PATHS } from '../support/google-provider.ts'
import { login } from '../support/journey.ts'
import { type FaultName, misbehave } from '../support/misbehaving-provider.ts'
import { redisOfSuite } from '../support/redis-of-suite.ts'
import { hasRedis } from '../support/redis-server.ts'
import { startBff } from '../support/start-bff.ts'
import { expectLoginStopped } from './expect-stopped.ts'

const STOPS: [string, FaultName][] = [
  ['oidcc-client-test-invalid-iss: stops; nobody is signed in', 'iss altered'],
  ['oidcc-client-test-missing-sub: stops; nobody is signed in', 'sub missing'],
  ['oidcc-client-test-invalid-aud: stops; nobody is signed in', 'aud altered'],
  ['oidcc-client-test-missing-aud: stops; nobody is signed in', 'aud missing'],
  ['oidcc-client-test-missing-iat: stops; nobody is signed in', 'iat missing'],
  ['oidcc-client-test-kid-absent-multiple-jwks: stops; keys are not guessed at', 'no kid, several keys'],
  ['oidcc-client-test-idtoken-sig-none: stops, whatever the metadata allows', 'alg none'],
  ['oidcc-client-test-invalid-sig-rs256: stops; nobody is signed in', 'RS256 signature broken'],
  ['oidcc-client-test-invalid-sig-es256: stops; nobody is signed in', 'ES256 signature broken'],
  [
    'oidcc-client-test-invalid-sig-hs256: stops; shared secrets sign nothing here, broken or not',
    'HS256 signature broken',
  ],
  ['oidcc-client-test-nonce-invalid: stops; nobody is signed in', 'nonce altered'],
  ['oidcc-client-test-invalid-athash: stops; nobody is signed in', 'at_hash altered'],
]

describe('the basic plan', () => {
  it('oidcc-client-test: signs in with scope openid and one code exchange, as the subject of the ID token', async () => {
    const bff = await startBff()
    const browser = bff.browser()

    const landing = await login(browser, 'google')

    expect(landing.headers.location).toBe('/')
    expect((await browser.fetch('/bff/session')).json()).toMatchObject({
      user: { id: `google:${bff.google.person.sub}` },
    })
    const [departure] = bff.google.callsTo(GOOGLE_PATHS.authorize)
    expect(departure?.query.get('scope')?.split(' ')).toContain('openid')
    expect(bff.google.calls.map(({ path }) => path)).toEqual([
      GOOGLE_PATHS.metadata,
      GOOGLE_PATHS.authorize,
      GOOGLE_PATHS.token,
      GOOGLE_PATHS.keys,
    ])
  })

  it('oidcc-client-test-idtoken-sig-rs256: verifies the signature with the published key, and signs in', async () => {
    const bff = await startBff()

    const landing = await login(bff.browser(), 'google')

    expect(landing.headers.location).toBe('/')
    expect(bff.google.callsTo(GOOGLE_PATHS.keys)).toHaveLength(1)
  })

  it('oidcc-client-test-kid-absent-single-jwks: takes the one key that fits, and signs in', async () => {
    const bff = await startBff()
    await misbehave(bff.google, 'no kid, one key')

    const landing = await login(bff.browser(), 'google')

    expect(landing.headers.location).toBe('/')
  })

  it.each(STOPS)('%s', async (_name, fault) => {
    await expectLoginStopped(fault)
  })

  describe.skipIf(!hasRedis)('in a store that can be looked into', () => {
    const redis = redisOfSuite()
    const kept = async () => {
      const names = [...(await redis.server().entries()).keys()]
      return names.filter((name) => /\b(login|session|tokens|index):/.test(name))
    }

    it.each(STOPS.map(([, fault]) => fault))('keeps nothing of a login that ends with %s', async (fault) => {
      await expectLoginStopped(fault, { session: redis.session() })

      expect(await kept()).toEqual([])
    })

    it('keeps what belongs to a login that ends well', async () => {
      const bff = await startBff({ session: redis.session() })

      await login(bff.browser(), 'google')

      expect((await kept()).length).toBeGreaterThan(2)
    })
  })
})
