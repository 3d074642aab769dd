import { UnsecuredJWT } from 'jose'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Browser } from '../support/browser.ts'
import { aFolder } from '../support/coatcheck-process.ts'
import { login } from '../support/journey.ts'
import { sessionStatuses } from '../support/listed-sessions.ts'
import { logoutClaims, logoutForm, logoutToken, nameSession, tellLogout } from '../support/logout-token.ts'
import { misbehave } from '../support/misbehaving-provider.ts'
import { aProviderKey, publishKeys } from '../support/misbehaving-provider-keys.ts'
import { startBff, type TestBff } from '../support/start-bff.ts'

const SID = 'sid-1'
const OTHER_EVENT = { 'http://schemas.openid.net/event/other': {} }

const WRONG_TOKENS: [string, (bff: TestBff) => string | Promise<string>][] = [
  [
    'oidcc-client-test-rp-backchannel-rpinitlogout-alg-none: answers 400, and keeps the session',
    (bff) => unsigned(bff),
  ],
  [
    'oidcc-client-test-rp-backchannel-rpinitlogout-wrong-alg: answers 400, and keeps the session',
    (bff) => signedWithEs256(bff),
  ],
  [
    'oidcc-client-test-rp-backchannel-rpinitlogout-no-event: answers 400, and keeps the session',
    (bff) => logoutToken(bff, { sid: SID, events: undefined }),
  ],
  [
    'oidcc-client-test-rp-backchannel-rpinitlogout-wrong-event: answers 400, and keeps the session',
    (bff) => logoutToken(bff, { sid: SID, events: OTHER_EVENT }),
  ],
  [
    'oidcc-client-test-rp-backchannel-rpinitlogout-with-nonce: answers 400, and keeps the session',
    (bff) => logoutToken(bff, { sid: SID, nonce: 'n' }),
  ],
  [
    'oidcc-client-test-rp-backchannel-rpinitlogout-wrong-aud: answers 400, and keeps the session',
    (bff) => logoutToken(bff, { sid: SID, aud: `${bff.google.clientId}INVALID` }),
  ],
  [
    'oidcc-client-test-rp-backchannel-rpinitlogout-wrong-iss: answers 400, and keeps the session',
    (bff) => logoutToken(bff, { sid: SID, iss: `${bff.google.origin}1` }),
  ],
]

describe('the back-channel logout plan', () => {
  it('oidcc-client-test-rp-backchannel-rpinitlogout: answers 200 and no-store, and ends the session', async () => {
    const { bff, leaving, staying } = await twoBrowsersOfOneSession()
    await leaveForProvider(leaving)

    const answer = await tellLogout(bff, logoutForm(await logoutToken(bff, { sid: SID })))

    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store'])
    expect(await sessionStatuses(leaving, staying)).toEqual([204, 204])
  })

  it.each(WRONG_TOKENS)('%s', async (_name, make) => {
    const { bff, leaving, staying } = await twoBrowsersOfOneSession()
    await leaveForProvider(leaving)

    const answer = await tellLogout(bff, logoutForm(await make(bff)))

    expect([answer.status, answer.headers.get('cache-control')]).toEqual([400, 'no-store'])
    expect(await sessionStatuses(leaving, staying)).toEqual([204, 200])
  })
})

describe('the logout plan', () => {
  it.each<[string, (state: string) => string]>([
    ['oidcc-client-test-rp-init-logout: lands on the app, signed out', (state) => `?state=${state}`],
    ['oidcc-client-test-rp-init-logout-other-state: lands on the app, signed out', () => '?state=other'],
    ['oidcc-client-test-rp-init-logout-no-state: lands on the app, signed out', () => ''],
  ])('%s', async (_name, query) => {
    const folder = await aFolder({ 'index.html': '<!doctype html><title>the app</title>' })
    onTestFinished(() => folder.remove())
    const { leaving } = await twoBrowsersOfOneSession(folder.path)
    const endSession = await leaveForProvider(leaving)
    const back = new URL(endSession.searchParams.get('post_logout_redirect_uri') ?? '')
    back.search = query(endSession.searchParams.get('state') ?? '')

    const landing = await leaving.navigate(back, { site: 'cross-site' })

    expect([landing.status, landing.setCookies]).toEqual([200, []])
    expect(landing.text).toContain('the app')
    expect(await sessionStatuses(leaving)).toEqual([204])
  })
})

/** Two browsers that are signed in from the provider's one session, so that it shows which of its words ends what. */
async function twoBrowsersOfOneSession(
  appDir?: string,
): Promise<{ bff: TestBff; leaving: Browser; staying: Browser }> {
  const bff = await startBff(appDir === undefined ? {} : { spa: { dir: appDir } })
  await misbehave(bff.google, 'end-session page')
  nameSession(bff, SID)
  const [leaving, staying] = [bff.browser(), bff.browser()]
  for (const browser of [leaving, staying]) await login(browser, 'google', '?prompt=consent')
  return { bff, leaving, staying }
}

/** Signs out at the app and goes on to the provider's page. */
async function leaveForProvider(browser: Browser): Promise<URL> {
  const answer = await browser.fetch('/bff/logout', { method: 'POST', body: { federated: true } })
  return new URL((answer.json() as { redirectTo: string }).redirectTo)
}

function unsigned(bff: TestBff): string {
  return new UnsecuredJWT(logoutClaims(bff, { sid: SID })).encode()
}

/** Valid in every way but the algorithm: the provider publishes this key, too. */
async function signedWithEs256(bff: TestBff): Promise<string> {
  const key = await aProviderKey('ec-1', 'ES256')
  publishKeys(bff.google, { jwk: await bff.google.publicKey() }, key)
  return key.sign(logoutClaims(bff, { sid: SID }), { typ: 'logout+jwt' })
}
