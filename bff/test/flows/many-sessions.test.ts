import { describe, expect, it, onTestFinished } from 'vitest'
import type { Browser } from '../support/browser.ts'
import { GRACE } from '../support/github-provider.ts'
import { connect, login } from '../support/journey.ts'
import { listedBy, sessionStatuses } from '../support/listed-sessions.ts'
import { RedisGate } from '../support/redis-gate.ts'
import { redisOfSuite } from '../support/redis-of-suite.ts'
import { hasRedis, RedisServer } from '../support/redis-server.ts'
import { startBff, type TestBff } from '../support/start-bff.ts'

const EVERYWHERE = { method: 'POST', body: { everywhere: true } }

describe('logging out everywhere', () => {
  it('SESS-17 ends all sessions of the person, and of nobody else', async () => {
    const bff = await startBff()
    const mine = [await signedIn(bff), await signedIn(bff), await signedIn(bff)]
    bff.github.person = GRACE
    const hers = await signedIn(bff)

    const answer = await mine[0]?.fetch('/bff/logout', EVERYWHERE)

    expect([answer?.status, answer?.json()]).toEqual([200, { redirectTo: null }])
    expect(await sessionStatuses(...mine, hers)).toEqual([204, 204, 204, 200])
    expect((await mine[1]?.fetch('/api/github/user'))?.status).toBe(401)
  })

  it('ends the sessions that merely use the account, too', async () => {
    const bff = await startBff()
    const browser = await signedIn(bff)
    const elsewhere = bff.browser()
    await login(elsewhere, 'google')
    await connect(elsewhere, 'github')

    await browser.fetch('/bff/logout', EVERYWHERE)

    expect(await sessionStatuses(browser, elsewhere)).toEqual([204, 204])
  })

  it.skipIf(!hasRedis)('can be asked for again when the store fails in the middle of it', async () => {
    const redis = await RedisServer.start()
    onTestFinished(() => redis.close())
    const gate = await RedisGate.start(redis.url)
    const bff = await startBff({ session: { store: { type: 'redis', url: gate.url } } })
    const browser = await signedIn(bff)
    const elsewhere = await signedIn(bff)
    const stopped = gate.stopBefore(([name]) => /^del$/i.test(name ?? ''))

    const failed = await browser.fetch('/bff/logout', EVERYWHERE)
    await stopped
    gate.open()
    await expect.poll(() => sessionStatuses(browser)).toEqual([200])
    const repeated = await browser.fetch('/bff/logout', EVERYWHERE)

    expect([failed.status, repeated.status]).toEqual([503, 200])
    expect(await sessionStatuses(browser, elsewhere)).toEqual([204, 204])
  })

  it('ends nothing elsewhere when nobody is signed in, nor unless it is asked for', async () => {
    const bff = await startBff()
    const [first, second] = [await signedIn(bff), await signedIn(bff)]

    await bff.browser().fetch('/bff/logout', EVERYWHERE)
    await first.fetch('/bff/logout', { method: 'POST', body: { everywhere: false } })

    expect(await sessionStatuses(first, second)).toEqual([204, 200])
  })
})

describe('a limit of sessions a person may have', () => {
  it('SESS-19 ends the oldest one when there are too many, and nobody else’s', async () => {
    const bff = await startBff({ session: { maxSessionsPerUser: 2 } })
    const [first, second] = [await signedInLater(bff), await signedInLater(bff)]
    const { person } = bff.github
    bff.github.person = GRACE
    const hers = await signedInLater(bff)
    bff.github.person = person
    const third = await signedInLater(bff)

    expect(await sessionStatuses(first, second, third, hers)).toEqual([204, 200, 200, 200])
    expect(await listedBy(third)).toHaveLength(2)
    expect(bff.log.filter((line) => line.includes('oldest sessions ended to make room'))).toHaveLength(1)
  })

  it('SESS-19 counts a browser once, however often it signs in', async () => {
    const bff = await startBff({ session: { maxSessionsPerUser: 2 } })
    const [first, second] = [await signedInLater(bff), await signedInLater(bff)]

    for (let again = 0; again < 3; again++) await login(second, 'github')

    expect(await sessionStatuses(first, second)).toEqual([200, 200])
  })

  it('SESS-19 is no limit unless it is configured', async () => {
    const bff = await startBff()
    const browsers = []
    for (let each = 0; each < 5; each++) browsers.push(await signedInLater(bff))

    expect(await sessionStatuses(...browsers)).toEqual([200, 200, 200, 200, 200])
  })
})

describe.skipIf(!hasRedis)('sessions of one person at several BFFs', () => {
  const redis = redisOfSuite()

  it('SESS-17 are listed and ended across them, and leave nothing behind', async () => {
    const bff = await startBff({ session: redis.session() })
    const second = await startBff({ session: redis.session(), beside: bff })
    const [here, there] = [await signedIn(bff), await signedIn(second)]
    expect(await listedBy(here)).toHaveLength(2)

    await here.fetch('/bff/logout', EVERYWHERE)

    expect(await sessionStatuses(here, there)).toEqual([204, 204])
    await expect.poll(() => redis.server().records()).toEqual(new Map())
  })

  it('SESS-19 count together', async () => {
    const session = { ...redis.session(), maxSessionsPerUser: 1 }
    const bff = await startBff({ session })
    const second = await startBff({ session, beside: bff })
    const first = await signedInLater(bff)

    const latest = await signedInLater(second)

    expect(await sessionStatuses(first, latest)).toEqual([204, 200])
    const keys = [...(await redis.server().entries()).keys()]
    expect(keys.filter((key) => /:(session|tokens):/.test(key))).toHaveLength(2)
  })

  it('SESS-08 are found by hashes alone: the index holds neither ids nor subjects', async () => {
    const bff = await startBff({ session: redis.session() })
    const browser = await signedIn(bff)
    const { user } = (await browser.fetch('/bff/session')).json() as { user: { id: string } }
    const subject = user.id.slice('github:'.length)

    const index = [...(await redis.server().entries())].filter(([key]) => key.includes(':index:'))

    expect(index).toEqual([
      [expect.stringMatching(/^coatcheck:index:sub:github:[\w-]{43}$/), expect.stringMatching(/^[\w-]{43}$/)],
    ])
    expect(JSON.stringify(index)).not.toContain(`"${subject}"`)
  })
})

async function signedIn(bff: TestBff): Promise<Browser> {
  const browser = bff.browser()
  await login(browser, 'github')
  return browser
}

/** Which session is the oldest is told by the clock. */
async function signedInLater(bff: TestBff): Promise<Browser> {
  bff.clock.advance({ seconds: 1 })
  return signedIn(bff)
}
