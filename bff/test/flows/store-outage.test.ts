import { describe, expect, it } from 'vitest'
import { comeBack, login, reachCallback } from '../support/journey.ts'
import { redisOfSuite } from '../support/redis-of-suite.ts'
import { hasRedis } from '../support/redis-server.ts'
import { startBff } from '../support/start-bff.ts'

describe.skipIf(!hasRedis)('while the session store is away', () => {
  const redis = redisOfSuite()

  it('SESS-14 everything that needs a session is a 503 that keeps the cookies, and works again afterwards', async () => {
    const bff = await startBff({ session: redis.session() })
    const browser = bff.browser()
    await login(browser, 'github')
    const cookies = browser.jar.all()
    redis.server().freeze()

    const answers = await Promise.all([
      browser.fetch('/bff/session'),
      browser.fetch('/api/github/user'),
      browser.fetch('/bff/logout', { method: 'POST' }),
      browser.fetch('/bff/connections/github', { method: 'DELETE' }),
    ])
    redis.server().thaw()

    for (const { status, headers, json } of answers) {
      expect([status, json()]).toMatchObject([503, { code: 'session_store_unavailable' }])
      expect(headers['retry-after']).toMatch(/^\d+$/)
    }
    expect(browser.jar.all()).toEqual(cookies)
    expect(bff.api.requests).toEqual([])
    await expect.poll(async () => (await browser.fetch('/bff/session')).status).toBe(200)
  })

  it('SESS-14 nobody is sent to a provider, and nobody who comes back is signed in', async () => {
    const bff = await startBff({ session: redis.session() })
    const browser = bff.browser()
    const callbackUrl = await reachCallback(browser, 'github')
    redis.server().freeze()

    const departure = await browser.navigate('/bff/login/github')
    const landing = await comeBack(browser, callbackUrl)
    redis.server().thaw()

    for (const { status, headers, setCookies } of [departure, landing]) {
      expect([status, headers.location, setCookies]).toEqual([503, undefined, []])
      expect(headers['content-type']).toContain('text/html')
    }
    await expect.poll(async () => (await comeBack(browser, callbackUrl)).headers.location).toBe('/')
  })

  it('it is alive but not ready', async () => {
    const bff = await startBff({ session: redis.session() })
    const browser = bff.browser()
    const before = await browser.fetch('/bff/health/ready', { headers: { 'x-csrf': undefined } })
    redis.server().freeze()

    const [live, ready] = [await browser.fetch('/bff/health/live'), await browser.fetch('/bff/health/ready')]
    redis.server().thaw()

    expect([before.status, before.json()]).toEqual([200, { status: 'ready' }])
    expect([live.status, live.json()]).toEqual([200, { status: 'ok' }])
    expect([ready.status, ready.json()]).toEqual([503, { status: 'unavailable' }])
    expect(ready.headers['retry-after']).toBe('2')
  })

  it('SESS-14 a password it refuses is an outage too, and stays a secret', async () => {
    const url = redis.server().url.replace('//', '//coatcheck:canary-wrong-password@')
    const bff = await startBff({ session: { store: { type: 'redis', url } } })
    const browser = bff.browser()

    const login = await browser.navigate('/bff/login/github')
    const [live, ready] = [await browser.fetch('/bff/health/live'), await browser.fetch('/bff/health/ready')]

    expect([login.status, live.status, ready.status]).toEqual([503, 200, 503])
    expect(bff.log.filter((line) => line.includes('it refuses the user name or the password'))).toHaveLength(
      1,
    )
    expect([login.text, ready.text, ...bff.log].join('')).not.toContain('canary-wrong-password')
  })

  it('SESS-14 a record that makes no sense is a failure, not a session', async () => {
    const bff = await startBff({ session: redis.session() })
    const browser = bff.browser()
    await login(browser, 'github')
    const [key = ''] = [...(await redis.server().entries()).keys()].filter((name) =>
      name.includes(':session:'),
    )
    await redis.server().write(key, '{"cookie":')

    const answers = [await browser.fetch('/bff/session'), await browser.fetch('/api/github/user')]

    expect(answers.map(({ status }) => status)).toEqual([503, 503])
    expect(bff.api.requests).toEqual([])
  })
})
