import { describe, expect, it } from 'vitest'
import type { Browser, BrowserResponse } from '../support/browser.ts'
import { GITHUB_TOKEN_PATH, GRACE } from '../support/github-provider.ts'
import { GOOGLE_PATHS } from '../support/google-provider.ts'
import { agreeAt, comeBack, connect, login, reachCallback } from '../support/journey.ts'
import { redisOfSuite } from '../support/redis-of-suite.ts'
import { hasRedis } from '../support/redis-server.ts'
import { leaks, secretsOf, statesOf } from '../support/secret-sweep.ts'
import { startBff, type TestBff } from '../support/start-bff.ts'
import { jsonAnswer } from '../support/test-provider.ts'

describe('token custody', () => {
  it('TOKEN-09 TOKEN-10 no token, code, verifier or secret is in any answer or log line of a whole story', async () => {
    const bff = await startBff({ githubTokenLifetimeSeconds: 300 })
    const browser = bff.browser()

    await liveThrough(bff, browser)

    expect(browser.seen.length).toBeGreaterThan(20)
    expect(secretsOf(bff).length).toBeGreaterThan(20)
    expect(leaks(secretsOf(bff), browser.seen.map(everythingIn).join('\n'))).toEqual([])
    expect(leaks([...secretsOf(bff), ...statesOf(bff)], bff.log.join('\n'))).toEqual([])
    expect(bff.log.length).toBeGreaterThan(20)
  })

  it('finds a leak when there is one', async () => {
    const bff = await startBff()
    const browser = bff.browser()
    await login(browser, 'github')
    bff.api.answer((req, res) => res.writeHead(200).end(req.headers.authorization))

    await browser.fetch('/api/github/user')

    const [token] = bff.github.ledger.tokens
    expect(leaks(secretsOf(bff), browser.seen.map(everythingIn).join('\n'))).toEqual([token])
  })

  describe.skipIf(!hasRedis)('in Redis', () => {
    const redis = redisOfSuite()

    it('TOKEN-11 SESS-08 what is stored tells no token, no secret and no cookie', async () => {
      const bff = await startBff({ session: redis.session() })
      const browser = bff.browser()
      await login(browser, 'github')
      await connect(browser, 'google')
      await browser.navigate('/bff/login/google')

      const dump = JSON.stringify([...(await redis.server().entries())])

      expect(dump.length).toBeGreaterThan(1000)
      const cookies = browser.jar.all().filter(({ httpOnly }) => httpOnly)
      const ids = cookies.map(({ value }) => decodeURIComponent(value).replace(/^s:|\..*$/g, ''))
      const secrets = [...secretsOf(bff), ...statesOf(bff), ...ids, ...cookies.map(({ value }) => value)]
      expect(leaks(secrets, dump)).toEqual([])
    })
  })
})

/** Everything that can happen to a session, refusals included. */
async function liveThrough(bff: TestBff, browser: Browser): Promise<void> {
  const { github, google, clock } = bff
  await login(browser, 'github', '?returnTo=/projects')
  await connect(browser, 'google')
  await browser.fetch('/bff/session')
  await browser.fetch('/bff/health/ready')
  bff.api.answerWith(200)
  await browser.fetch('/api/github/user')
  clock.advance({ seconds: 301 })
  await browser.fetch('/api/github/user')
  bff.api.answerWith(401, { 'www-authenticate': 'Bearer error="invalid_token"' })
  await browser.fetch('/api/github/user')
  github.person = GRACE
  await connect(browser, 'github')

  const used = await reachCallback(browser, 'google')
  await comeBack(browser, used)
  await comeBack(browser, used)
  const denied = await reachCallback(browser, 'github')
  denied.searchParams.delete('code')
  denied.searchParams.set('error', 'access_denied')
  await comeBack(browser, denied)
  const twisted = await reachCallback(browser, 'github')
  twisted.searchParams.set('iss', google.origin)
  await comeBack(browser, twisted)
  await breakTheProviders(bff, browser)
  clock.advance({ seconds: 600 })
  await browser.fetch('/api/github/user')
  await browser.fetch('/bff/connections/github', { method: 'DELETE' })
  await browser.fetch('/bff/logout', { method: 'POST' })
}

/** Error answers that quote what they were sent. */
async function breakTheProviders({ github, google }: TestBff, browser: Browser): Promise<void> {
  github.interfere(GITHUB_TOKEN_PATH, (_honest, { body }) =>
    jsonAnswer(400, { error: 'invalid', error_description: body }),
  )
  await login(browser, 'github')
  google.interfere(GOOGLE_PATHS.token, (honest) => ({ ...honest, body: honest.body?.slice(0, -9) ?? '' }))
  await login(browser, 'google', '?prompt=consent')
  google.interfere(GOOGLE_PATHS.token, (honest, { body }) => ({ status: 500, body: body + honest.body }))
  await login(browser, 'google', '?prompt=consent')
  google.interfere(GOOGLE_PATHS.token)
  google.forgeIdToken = (claims) => google.signAsStranger(claims)
  const again = await login(browser, 'google', '?prompt=consent')
  google.forgeIdToken = undefined
  github.interfere(GITHUB_TOKEN_PATH)
  const departure = await browser.navigate('/bff/login/github')
  await comeBack(browser, await agreeAt(departure.location()))
  if (again.status !== 303) throw new Error('a failed login did not come back to the app')
}

/** All of it but what an address bar must hold: our page that carries on repeats the callback it was opened with. */
function everythingIn({ status, headers, text }: BrowserResponse): string {
  const body = status === 200 && text.includes('http-equiv="refresh"') ? '' : text
  return JSON.stringify([headers, body])
}
