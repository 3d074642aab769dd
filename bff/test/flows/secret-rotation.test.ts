import { describe, expect, it } from 'vitest'
import type { BrowserResponse } from '../support/browser.ts'
import { connect, login } from '../support/journey.ts'
import { redisOfSuite } from '../support/redis-of-suite.ts'
import { hasRedis } from '../support/redis-server.ts'
import { SESSION_SECRET, startBff, type TestBff } from '../support/start-bff.ts'

const NEWER_SECRET = 'Nh7qWb2xVt9sKd4mZc6rYf1pGj8LuE3a'

describe.skipIf(!hasRedis)('a secret that is replaced', () => {
  const redis = redisOfSuite()

  it.each([
    ['http', 'coatcheck'],
    ['https', '__Host-Http-coatcheck'],
  ] as const)(
    'CFG-07 signs the cookie anew with the first one over %s, as it was set before',
    async (scheme, name) => {
      const bff = await startBff({ session: redis.session(), scheme })
      const browser = bff.browser()
      const before = sessionCookie(await login(browser, 'github'), name)
      const rotated = await startWith([NEWER_SECRET, SESSION_SECRET], bff)

      const after = sessionCookie(await rotated.browser(browser.jar).fetch('/bff/session'), name)

      expect(after?.attributes).toBe(before?.attributes)
      expect(after?.sessionId).toBe(before?.sessionId)
      expect(after?.signature).not.toBe(before?.signature)
    },
  )

  it('CFG-07 can be taken away once the app has looked: nobody is signed out, every connection works', async () => {
    const bff = await startBff({ session: redis.session() })
    const browser = bff.browser()
    await login(browser, 'github')
    await connect(browser, 'google')
    const rotated = await startWith([NEWER_SECRET, SESSION_SECRET], bff)
    const retired = await startWith([NEWER_SECRET], bff)
    const there = retired.browser(browser.jar)
    expect((await there.fetch('/bff/session')).status).toBe(204)

    await rotated.browser(browser.jar).fetch('/bff/session')

    for (const path of ['/bff/session', '/api/github/user', '/api/tasks/lists']) {
      await expect.poll(async () => (await there.fetch(path)).status).toBe(200)
    }
  })

  it('CFG-07 can be taken away also where an access token has ended that nobody has used since', async () => {
    const bff = await startBff({ session: redis.session(), githubTokenLifetimeSeconds: 300 })
    const browser = bff.browser()
    await login(browser, 'github')
    bff.clock.advance({ minutes: 6 })
    const rotated = await startWith([NEWER_SECRET, SESSION_SECRET], bff)
    const retired = await startWith([NEWER_SECRET], bff)

    await rotated.browser(browser.jar).fetch('/bff/session')

    const there = retired.browser(browser.jar)
    await expect.poll(async () => (await there.fetch('/api/github/user')).status).toBe(200)
  })

  it('CFG-07 changes nothing for a cookie that the first one signed', async () => {
    const bff = await startBff({ session: redis.session() })
    const browser = bff.browser()
    await login(browser, 'github')
    const rotated = await startWith([NEWER_SECRET, SESSION_SECRET], bff)
    const there = rotated.browser(browser.jar)
    await there.fetch('/bff/session')

    const again = await there.fetch('/bff/session')

    expect([again.status, sessionCookie(again, 'coatcheck')]).toEqual([200, undefined])
  })

  it('CFG-07 signs nothing for a session that has ended, nor for one it never signed', async () => {
    const bff = await startBff({ session: redis.session() })
    const browser = bff.browser()
    await login(browser, 'github')
    const ended = browser.jar.get('coatcheck')?.value ?? ''
    await browser.fetch('/bff/logout', { method: 'POST' })
    const rotated = await startWith([NEWER_SECRET, SESSION_SECRET], bff)

    for (const value of [ended, `${ended.slice(0, -4)}AAAA`]) {
      browser.jar.plant('coatcheck', value)
      const answer = await rotated.browser(browser.jar).fetch('/bff/session')
      expect([answer.status, sessionCookie(answer, 'coatcheck')]).toEqual([204, undefined])
    }
  })

  function startWith(secrets: string[], beside: TestBff): Promise<TestBff> {
    return startBff({ session: { ...redis.session(), secrets }, beside })
  }
})

/** The session cookie an answer sets, in its parts. */
function sessionCookie({ setCookies }: BrowserResponse, name: string) {
  const line = setCookies.find((each) => each.startsWith(`${name}=`))
  if (line === undefined) return undefined
  const [value = '', ...attributes] = line.slice(name.length + 1).split('; ')
  const [sessionId, signature] = decodeURIComponent(value).slice('s:'.length).split('.')
  return { sessionId, signature, attributes: attributes.join('; ') }
}
