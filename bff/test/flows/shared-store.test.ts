import { describe, expect, it } from 'vitest'
import { GITHUB_TOKEN_PATH, GRACE } from '../support/github-provider.ts'
import { comeBack, continueTarget, login, reachCallback } from '../support/journey.ts'
import { redisOfSuite } from '../support/redis-of-suite.ts'
import { hasRedis, type RedisServer } from '../support/redis-server.ts'
import { SESSION_SECRET, startBff } from '../support/start-bff.ts'

const POST = { method: 'POST' }
const LIFETIME_SECONDS = 300

describe.skipIf(!hasRedis)('several BFFs on one Redis', () => {
  const redis = redisOfSuite()

  it('CB-06 redeem a code once when fifty copies of a callback arrive at two of them', async () => {
    const bff = await startBff({ session: redis.session() })
    const second = await startBff({ session: redis.session(), beside: bff })
    const browser = bff.browser()
    const callbackUrl = await reachCallback(browser, 'github')
    const browsers = [browser, second.browser(browser.jar)]

    const answers = await Promise.all(
      Array.from({ length: 50 }, (_value, index) => browsers[index % 2]?.navigate(callbackUrl)),
    )

    expect(answers.filter((answer) => answer?.status === 303)).toHaveLength(1)
    expect(answers.filter((answer) => answer?.status === 400)).toHaveLength(49)
    expect(bff.github.callsTo(GITHUB_TOKEN_PATH)).toHaveLength(1)
    expect(await sessionKeys(redis.server())).toHaveLength(2)
  })

  it('know the same sessions, and end them for each other', async () => {
    const bff = await startBff({ session: redis.session() })
    const second = await startBff({ session: redis.session(), beside: bff })
    const browser = bff.browser()
    await login(browser, 'github')
    const there = second.browser(browser.jar)

    const before = await there.fetch('/api/github/user')
    await there.fetch('/bff/logout', POST)
    const after = await browser.fetch('/api/github/user')

    expect([before.status, after.status]).toEqual([200, 401])
  })

  it('REFRESH-03 refresh once for a hundred and fifty calls at three of them', async () => {
    const bff = await startBff({ session: redis.session(), githubTokenLifetimeSeconds: LIFETIME_SECONDS })
    const others = [
      await startBff({ session: redis.session(), beside: bff }),
      await startBff({ session: redis.session(), beside: bff }),
    ]
    const browser = bff.browser()
    await login(browser, 'github')
    bff.clock.advance({ seconds: LIFETIME_SECONDS })
    const browsers = [bff, ...others].map((each) => each.browser(browser.jar))

    const answers = await Promise.all(
      Array.from({ length: 150 }, (_value, index) => browsers[index % 3]?.fetch('/api/github/user')),
    )

    expect(new Set(answers.map((answer) => answer?.status))).toEqual(new Set([200]))
    expect(bff.github.callsTo(GITHUB_TOKEN_PATH)).toHaveLength(2)
    expect(bff.github.ledger.reuses).toBe(0)
  })

  it('SESS-15 LOGOUT-01 leave nothing of a session behind, not even after a refresh that was under way', async () => {
    const bff = await startBff({ session: redis.session(), githubTokenLifetimeSeconds: LIFETIME_SECONDS })
    const browser = bff.browser()
    await login(browser, 'github')
    bff.clock.advance({ seconds: LIFETIME_SECONDS })
    const held = bff.github.hold(GITHUB_TOKEN_PATH)
    const slow = browser.fetch('/api/github/user')
    await held.arrived
    await browser.fetch('/bff/logout', POST)

    held.release()
    await slow

    await expect.poll(async () => [...(await redis.server().records()).keys()]).toEqual([])
  })

  it('SESS-15 leave no tokens of an account whose connecting a logout overtook', async () => {
    const bff = await startBff({ session: redis.session() })
    const browser = bff.browser()
    await login(browser, 'google')
    const page = await comeBack(browser, await reachCallback(browser, 'github', '', 'connect'))
    const held = bff.github.hold(GITHUB_TOKEN_PATH)
    const arriving = browser.navigate(continueTarget(page))
    await held.arrived
    await browser.fetch('/bff/logout', POST)

    held.release()
    await arriving

    expect(await redis.server().records()).toEqual(new Map())
  })

  it('SESS-06 leave nothing of the session that a login replaced', async () => {
    const bff = await startBff({ session: redis.session() })
    const browser = bff.browser()
    await login(browser, 'github')
    const before = await sessionKeys(redis.server())

    await login(browser, 'github')

    const after = await sessionKeys(redis.server())
    expect([before.length, after.length]).toEqual([2, 2])
    expect(after.filter((key) => before.includes(key))).toEqual([])
  })

  it('SESS-07 SESS-09 store nothing for visitors, whatever they send', async () => {
    const bff = await startBff({ session: redis.session() })
    const cookie = 'coatcheck=s%3AforgedForgedForgedForgedForgedForgedForgedForg.c2lnbmF0dXJl'

    for (const path of ['/bff/session', '/api/github/user', '/bff/callback/github?state=x&code=y']) {
      await bff.browser().fetch(path)
      await bff.browser().fetch(path, { headers: { cookie } })
    }

    expect(await redis.server().entries()).toEqual(new Map())
  })

  it('LOGIN-06 keep a pending login in one sealed record that its cookie does not describe', async () => {
    const bff = await startBff({ session: redis.session() })
    const browser = bff.browser()

    const departure = await browser.navigate('/bff/login/google?returnTo=/very/private')

    const entries = [...(await redis.server().records())]
    expect(entries).toEqual([
      [expect.stringMatching(/^coatcheck:login:[\w-]{43}$/), expect.stringMatching(/^v1\.[\w-]{8}\.[\w-]+$/)],
    ])
    const { searchParams } = departure.location()
    const readable = JSON.stringify([entries, browser.jar.all()])
    for (const secret of [searchParams.get('state'), searchParams.get('nonce'), 'private']) {
      expect(readable).not.toContain(secret)
    }
  })

  it('TOKEN-11 take a token record that was moved to another session for none', async () => {
    const bff = await startBff({ session: redis.session() })
    const [ada, grace] = [bff.browser(), bff.browser()]
    await login(ada, 'github')
    const [adasKey = ''] = [...(await redis.server().entries()).keys()].filter((key) =>
      key.includes(':tokens:'),
    )
    bff.github.person = GRACE
    await login(grace, 'github')
    const records = await redis.server().entries()
    const [gracesKey = ''] = [...records.keys()].filter((key) => key.includes(':tokens:') && key !== adasKey)

    await redis.server().write(adasKey, records.get(gracesKey) ?? '')

    const answer = await ada.fetch('/api/github/user')
    expect([401, 403]).toContain(answer.status)
    expect((await ada.fetch('/bff/session')).json()).toMatchObject({
      connections: [{ status: 'reauth_required' }],
    })
    expect(bff.api.requests).toEqual([])
  })

  it('CFG-07 open what a listed secret has sealed, and nothing of one that is gone', async () => {
    const newer = 'Nh7qWb2xVt9sKd4mZc6rYf1pGj8LuE3a'
    const bff = await startBff({ session: redis.session() })
    const browser = bff.browser()
    await login(browser, 'github')
    const pending = await reachCallback(browser, 'github')

    const rotated = await startBff({
      session: { ...redis.session(), secrets: [newer, SESSION_SECRET] },
      beside: bff,
    })
    const retired = await startBff({ session: { ...redis.session(), secrets: [newer] }, beside: bff })

    const statuses = []
    for (const each of [rotated, retired]) {
      statuses.push((await each.browser(browser.jar).fetch('/api/github/user')).status)
    }
    expect(statuses).toEqual([200, 401])
    expect((await comeBack(rotated.browser(browser.jar), pending)).status).toBe(303)
    expect((await bff.browser(browser.jar).fetch('/bff/session')).status).toBe(204)
  })

  it('take a record of one kind for no other: a token set is no pending login', async () => {
    const bff = await startBff({ session: redis.session() })
    const browser = bff.browser()
    const callbackUrl = await reachCallback(browser, 'github')
    const [key = ''] = [...(await redis.server().entries()).keys()]
    await login(browser, 'google')
    const records = await redis.server().entries()
    const [tokens] = [...records].filter(([name]) => name.includes(':tokens:'))

    await redis.server().write(key, tokens?.[1] ?? '')

    expect((await comeBack(browser, callbackUrl)).status).toBe(400)
  })
})

/** Names of session records and of their token sets: one of each for a session with one account. */
async function sessionKeys(server: RedisServer): Promise<string[]> {
  return [...(await server.entries()).keys()].filter((key) => /:(session|tokens):/.test(key))
}
