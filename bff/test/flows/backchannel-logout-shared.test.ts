import { describe, expect, it, onTestFinished } from 'vitest'
import { GOOGLE_PATHS } from '../support/google-provider.ts'
import { connect, login } from '../support/journey.ts'
import { sessionStatuses } from '../support/listed-sessions.ts'
import { logoutForm, logoutToken, nameSession, tellLogout } from '../support/logout-token.ts'
import { redisOfSuite } from '../support/redis-of-suite.ts'
import { hasRedis, type RedisServer } from '../support/redis-server.ts'
import { startBff } from '../support/start-bff.ts'

const GOOGLE_LIFETIME = { hours: 1 }

describe.skipIf(!hasRedis)('back-channel logout at several BFFs on one Redis', () => {
  const redis = redisOfSuite()

  it('LOGOUT-12 ends a session that began at the other one, and leaves nothing of it but the token’s mark', async () => {
    const bff = await startBff({ session: redis.session() })
    const second = await startBff({ session: redis.session(), beside: bff })
    const browser = bff.browser()
    nameSession(bff, 'sid-1')
    await login(browser, 'google')

    const answer = await tellLogout(second, logoutForm(await logoutToken(bff, { sid: 'sid-1' })))

    expect([answer.status, ...(await sessionStatuses(browser))]).toEqual([200, 204])
    expect(await keysOf(redis.server())).toEqual([expect.stringMatching(MARK)])
  })

  it('LOGOUT-10 takes the same token once, also when both get it in the same moment', async () => {
    const bff = await startBff({ session: redis.session() })
    const second = await startBff({ session: redis.session(), beside: bff })
    const browser = bff.browser()
    nameSession(bff, 'sid-1')
    await login(browser, 'google')
    const form = logoutForm(await logoutToken(bff, { sid: 'sid-1' }))

    const answers = await Promise.all([bff, second, bff, second].map((each) => tellLogout(each, form)))

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400])
    expect(await sessionStatuses(browser)).toEqual([204])
  })

  it('SESS-15 LOGOUT-12 wins over a refresh under way, which brings nothing back', async () => {
    const bff = await startBff({ session: redis.session() })
    const second = await startBff({ session: redis.session(), beside: bff })
    const browser = bff.browser()
    nameSession(bff, 'sid-1')
    await login(browser, 'google')
    bff.clock.advance(GOOGLE_LIFETIME)
    const held = bff.google.hold(GOOGLE_PATHS.token)
    const slow = browser.fetch('/api/tasks/lists')
    await held.arrived

    const answer = await tellLogout(second, logoutForm(await logoutToken(bff, { sid: 'sid-1' })))
    held.release()

    expect([answer.status, (await slow).status]).toEqual([200, 401])
    expect(bff.api.requests).toEqual([])
    await expect.poll(() => keysOf(redis.server())).toEqual([expect.stringMatching(MARK)])
  })

  it('does the same to a connection: the refreshed tokens are not kept', async () => {
    const bff = await startBff({ session: redis.session() })
    const browser = bff.browser()
    await login(browser, 'github')
    nameSession(bff, 'sid-1')
    await connect(browser, 'google')
    bff.clock.advance(GOOGLE_LIFETIME)
    const held = bff.google.hold(GOOGLE_PATHS.token)
    const slow = browser.fetch('/api/tasks/lists')
    await held.arrived

    await tellLogout(bff, logoutForm(await logoutToken(bff, { sid: 'sid-1' })))
    held.release()

    expect((await slow).json()).toMatchObject({ code: 'reauth_required' })
    expect((await browser.fetch('/bff/session')).json()).toMatchObject({
      connections: [{ status: 'active' }, { status: 'reauth_required' }],
    })
  })

  it('SESS-14 asks the provider to send the token again while the store is down, and takes it then', async () => {
    const bff = await startBff({ session: redis.session() })
    const browser = bff.browser()
    nameSession(bff, 'sid-1')
    await login(browser, 'google')
    const form = logoutForm(await logoutToken(bff, { sid: 'sid-1' }))
    redis.server().freeze()
    onTestFinished(() => redis.server().thaw())

    const during = await tellLogout(bff, form)
    redis.server().thaw()
    await expect.poll(async () => (await browser.fetch('/bff/health/ready')).status).toBe(200)
    const afterwards = await tellLogout(bff, form)

    expect([during.status, during.headers.get('cache-control'), await during.json()]).toEqual([
      503,
      'no-store',
      expect.objectContaining({ code: 'session_store_unavailable' }),
    ])
    expect(Number(during.headers.get('retry-after'))).toBeGreaterThan(0)
    expect([afterwards.status, ...(await sessionStatuses(browser))]).toEqual([200, 204])
  })
})

/** All that a logout token leaves: a hash of its id, for as long as it could be sent again. */
const MARK = /^coatcheck:logout-token:google:[\w-]{43}$/

async function keysOf(server: RedisServer): Promise<string[]> {
  return [...(await server.records()).keys()]
}
