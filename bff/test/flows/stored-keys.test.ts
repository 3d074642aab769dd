import { describe, expect, it } from 'vitest'
import type { Browser } from '../support/browser.ts'
import { GITHUB_TOKEN_PATH } from '../support/github-provider.ts'
import { comeBack, connect, login, reachCallback } from '../support/journey.ts'
import { ask } from '../support/redis-command.ts'
import { redisOfSuite } from '../support/redis-of-suite.ts'
import { hasRedis, type RedisServer } from '../support/redis-server.ts'
import { startBff, type TestBff } from '../support/start-bff.ts'

const LIFETIME_SECONDS = 300
const ABSOLUTE_TIMEOUT_MS = 12 * 60 * 60 * 1000
const VISITORS = 1000

describe.skipIf(!hasRedis)('what lies in Redis', () => {
  const redis = redisOfSuite()

  it('has an end, whatever it is and whenever one looks', async () => {
    const bff = await startBff({ session: redis.session(), githubTokenLifetimeSeconds: LIFETIME_SECONDS })
    const browser = bff.browser()
    const seen = new Set<string>()
    const look = async () => {
      for (const kind of await kindsThatEnd(redis.server())) seen.add(kind)
    }

    const callbackUrl = await reachCallback(browser, 'github')
    await look()
    await comeBack(browser, callbackUrl)
    await look()
    await connect(browser, 'google')
    await look()
    await callDuringRefresh(bff, browser, look)
    await look()
    await browser.fetch('/bff/connections/google', { method: 'DELETE' })
    await look()
    await login(bff.browser(), 'github')
    await look()
    await browser.fetch('/bff/logout', { method: 'POST' })
    await look()

    expect([...seen]).toEqual(expect.arrayContaining(['login', 'session', 'tokens']))
    expect(seen.size).toBeGreaterThan(4)
  })

  it('SESS-09 is nothing at all after a thousand visitors who did not sign in', async () => {
    const bff = await startBff({ session: redis.session() })
    await ask(redis.server().url, ['CONFIG', 'RESETSTAT'])
    const paths = ['/', '/bff/session', '/bff/health/live', '/bff/health/ready', '/api/github/user']

    for (let visitor = 0; visitor < VISITORS; visitor += 20) {
      await Promise.all(Array.from({ length: 20 }, (_value, index) => visit(bff, paths, visitor + index)))
    }

    expect(await ask(redis.server().url, ['DBSIZE'])).toBe(0)
    expect(await ask(redis.server().url, ['INFO', 'commandstats'])).not.toMatch(/cmdstat_(set|eval|zadd)\b/)
  })
})

/** Kinds of the keys there are, each checked to expire, and not later than any session may last. */
async function kindsThatEnd({ url }: RedisServer): Promise<string[]> {
  const keys = (await ask(url, ['KEYS', '*'])) as string[]
  const ends = new Map<string, number>()
  for (const key of keys) ends.set(key, Number(await ask(url, ['PTTL', key])))
  // -1 is for ever; -2 has ended meanwhile.
  const endless = [...ends].filter(([, ms]) => ms === -1 || ms > ABSOLUTE_TIMEOUT_MS)
  expect(endless).toEqual([])
  return keys.map((key) => key.split(':')[1] ?? '')
}

/** Calls the API with a token that has to be renewed first, and looks while that is under way. */
async function callDuringRefresh(bff: TestBff, browser: Browser, look: () => Promise<void>): Promise<void> {
  bff.clock.advance({ seconds: LIFETIME_SECONDS })
  const held = bff.github.hold(GITHUB_TOKEN_PATH)
  const call = browser.fetch('/api/github/user')
  await held.arrived
  await look()
  held.release()
  expect((await call).status).toBe(200)
}

async function visit(bff: TestBff, paths: string[], visitor: number): Promise<void> {
  const path = paths[visitor % paths.length] ?? '/'
  const { status, setCookies } = await bff.browser().fetch(path)
  expect([status < 500, setCookies]).toEqual([true, []])
}
