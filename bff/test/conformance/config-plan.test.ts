import { describe, expect, it } from 'vitest'
import type { Browser } from '../support/browser.ts'
import { GOOGLE_PATHS } from '../support/google-provider.ts'
import { comeBack, login, reachCallback } from '../support/journey.ts'
import { type FaultName, MOVED_KEYS_PATH, misbehave } from '../support/misbehaving-provider.ts'
import { changeKeys } from '../support/misbehaving-provider-keys.ts'
import { startBff, type TestBff } from '../support/start-bff.ts'

describe('the configuration plan', () => {
  it('oidcc-client-test-discovery-openid-config: fetches the metadata and goes where it says', async () => {
    const bff = await startBff()

    const departure = await bff.browser().navigate('/bff/login/google')

    expect(bff.google.calls.map(({ path }) => path)).toEqual([GOOGLE_PATHS.metadata])
    const { origin, pathname } = departure.location()
    expect(origin + pathname).toBe(bff.google.origin + GOOGLE_PATHS.authorize)
  })

  it('oidcc-client-test-discovery-jwks-uri-keys: reads the keys where the metadata has them, and signs in', async () => {
    const bff = await startBff()
    await misbehave(bff.google, 'keys at another address')

    const landing = await login(bff.browser(), 'google')

    expect(landing.headers.location).toBe('/')
    expect(bff.google.callsTo(MOVED_KEYS_PATH)).toHaveLength(1)
    expect(bff.google.callsTo(GOOGLE_PATHS.keys)).toEqual([])
  })

  it('oidcc-client-test-discovery-issuer-mismatch: stops before the browser is sent anywhere', async () => {
    const bff = await startBff()
    await misbehave(bff.google, 'metadata of another issuer')
    const browser = bff.browser()

    const refused = await browser.navigate('/bff/login/google')
    await bff.stop()

    expect([refused.status, refused.headers.location]).toEqual([503, undefined])
    expect(browser.jar.all()).toEqual([])
    expect(bff.google.calls.map(({ path }) => path)).toEqual([GOOGLE_PATHS.metadata])
  })

  it('oidcc-client-test-signing-key-rotation: reads the keys again at the second login, and signs in', async () => {
    const bff = await startBff()
    await login(bff.browser(), 'google')
    await misbehave(bff.google, 'keys changed')

    const landing = await login(bff.browser(), 'google', '?prompt=consent')

    expect(landing.headers.location).toBe('/')
    expect(bff.google.callsTo(GOOGLE_PATHS.keys)).toHaveLength(2)
  })

  it('oidcc-client-test-signing-key-rotation-just-before-signing: reads the keys again on the way back, and signs in', async () => {
    const bff = await startBff()
    await login(bff.browser(), 'google')
    const browser = bff.browser()
    const callbackUrl = await reachCallback(browser, 'google', '?prompt=consent')
    await changeKeys(bff.google, 'key-2')

    const landing = await comeBack(browser, callbackUrl)

    expect(landing.headers.location).toBe('/')
    expect(bff.google.callsTo(GOOGLE_PATHS.keys)).toHaveLength(2)
  })
})

describe('the refresh plan', () => {
  it('oidcc-client-test-refresh-token: refreshes, and calls with the new token', async () => {
    const { bff, browser } = await signedInAnHourAgo()

    const answer = await browser.fetch('/api/tasks/lists')

    expect(answer.status).toBe(200)
    expect(grantTypes(bff)).toEqual(['authorization_code', 'refresh_token'])
    const newest = bff.google.ledger.tokens.findLast((token) => token.startsWith('canary-access'))
    expect(bff.api.requests.map(({ headers }) => headers.authorization)).toEqual([[`Bearer ${newest}`]])
  })

  it.each<[string, FaultName]>([
    ['oidcc-client-test-refresh-token-invalid-issuer: stops; the session ends', 'iss altered'],
    ['oidcc-client-test-refresh-token-invalid-sub: stops; the session ends', 'sub altered'],
  ])('%s', async (_name, fault) => {
    const { bff, browser } = await signedInAnHourAgo()
    await misbehave(bff.google, fault)

    const answers = [await browser.fetch('/api/tasks/lists'), await browser.fetch('/api/tasks/lists')]
    await bff.stop()

    expect(answers.map(({ status }) => status)).toEqual([401, 401])
    expect(answers.at(-1)?.json()).toMatchObject({ code: 'unauthenticated' })
    expect(grantTypes(bff)).toEqual(['authorization_code', 'refresh_token'])
    expect(bff.api.requests).toEqual([])
  })
})

/** A browser whose access token has expired. */
async function signedInAnHourAgo(): Promise<{ bff: TestBff; browser: Browser }> {
  const bff = await startBff({ session: { idleTimeoutSeconds: 4 * 60 * 60 } })
  const browser = bff.browser()
  await login(browser, 'google')
  bff.clock.advance({ hours: 1 })
  return { bff, browser }
}

function grantTypes({ google }: TestBff): (string | null)[] {
  return google.callsTo(GOOGLE_PATHS.token).map(({ form }) => form.get('grant_type'))
}
