import { describe, expect, it } from 'vitest'
import type { Browser } from '../support/browser.ts'
import { connect, login } from '../support/journey.ts'
import { listedBy, ownName } from '../support/listed-sessions.ts'
import { logoutForm, logoutToken, nameSession, tellLogout } from '../support/logout-token.ts'
import { redisOfSuite } from '../support/redis-of-suite.ts'
import { hasRedis } from '../support/redis-server.ts'
import { startBff, type TestBff } from '../support/start-bff.ts'
import { refusedSocket, type TestSocket } from '../support/test-socket.ts'

const POST = { method: 'POST' }
const ENDED = { code: 4401, reason: 'session ended' }
/** What ends a session must have closed its WebSockets in this time. */
const LIMIT_MS = 1000

describe('the WebSocket of a session', () => {
  it.each<[string, (bff: TestBff, browser: Browser) => Promise<unknown>]>([
    ['is signed out', (_bff, browser) => browser.fetch('/bff/logout', POST)],
    ['is replaced by a new login', (_bff, browser) => login(browser, 'google', '?prompt=consent')],
    [
      'is ended from another one, everywhere',
      (bff) => fromAnother(bff, (other) => other.fetch('/bff/logout', everywhere())),
    ],
    [
      'is ended from the list of another one',
      (bff, browser) => fromAnother(bff, (other) => endListed(other, browser)),
    ],
    [
      'is ended by the provider',
      async (bff) => tellLogout(bff, logoutForm(await logoutToken(bff, { sid: 'sid-1' }))),
    ],
  ])('CSRF-11 is closed with 4401 within a second when it %s', async (_how, end) => {
    const bff = await startBff()
    const browser = await signedIn(bff, 'sid-1')
    const page = await openEcho(browser)

    await end(bff, browser)
    const endedAt = performance.now()

    expect(await page.closed).toEqual(ENDED)
    expect(performance.now() - endedAt).toBeLessThan(LIMIT_MS)
    await expect.poll(() => bff.api.sockets.size).toBe(0)
  })

  it.each([
    ['longer than it may last', { absoluteTimeoutSeconds: 3600 }, { hours: 1 }],
    ['longer than it may be idle', { idleTimeoutSeconds: 600 }, { minutes: 10 }],
  ])('CSRF-11 is closed with 4401 when the session has lasted %s', async (_what, session, by) => {
    const bff = await startBff({ session })
    const browser = await signedIn(bff)
    const page = await openEcho(browser)

    bff.clock.advance(by)

    expect(await page.closed).toEqual(ENDED)
  })

  it('CSRF-11 is closed with 4403 when the account it is opened for is disconnected, and no other is', async () => {
    const bff = await startBff()
    const browser = await signedIn(bff)
    await connect(browser, 'github')
    const tasks = await openEcho(browser)
    const github = await browser.openSocket('/api/github/events')

    await browser.fetch('/bff/connections/github', { method: 'DELETE' })

    expect(await github.closed).toEqual({ code: 4403, reason: 'account disconnected' })
    await expectEcho(tasks, 'still here')
  })

  it('keeps its session in use with the page’s messages, which no request does', async () => {
    const bff = await startBff({ session: { idleTimeoutSeconds: 600 } })
    const browser = await signedIn(bff)
    const page = await openEcho(browser)

    for (let said = 1; said <= 3; said++) {
      bff.clock.advance({ minutes: 6 })
      page.socket.send('in use')
      await expect.poll(() => page.messages.length).toBe(said + 1)
    }

    expect((await browser.fetch('/bff/session')).status).toBe(200)
  })

  it('is left alone when another session of the person ends', async () => {
    const bff = await startBff()
    const [browser, other] = [await signedIn(bff), await signedIn(bff)]
    const page = await openEcho(browser)
    const others = await openEcho(other)

    await other.fetch('/bff/logout', POST)

    expect(await others.closed).toEqual(ENDED)
    await expectEcho(page, 'still here')
  })

  it('CSRF-11 cannot be opened once it has ended', async () => {
    const bff = await startBff()
    const browser = await signedIn(bff)
    const cookie = browser.jar.header({ isCrossSite: false, isTopLevelGet: false }) ?? ''
    await browser.fetch('/bff/logout', POST)
    const seen = bff.api.requests.length

    const address = `http://127.0.0.1:${bff.port}/api/tasks/events`
    const answer = await refusedSocket(address, { origin: bff.publicUrl, headers: { cookie } })

    expect([answer.status, bff.api.requests.length]).toEqual([401, seen])
  })

  describe.skipIf(!hasRedis)('on a Redis that several BFFs share', () => {
    const redis = redisOfSuite()

    it('CSRF-11 is closed with 4401 within a second of a sign-out at another one', async () => {
      const bff = await startBff({ session: redis.session() })
      const second = await startBff({ session: redis.session(), beside: bff })
      const browser = await signedIn(bff)
      const page = await openEcho(browser)

      await second.browser(browser.jar).fetch('/bff/logout', POST)
      const endedAt = performance.now()

      expect(await page.closed).toEqual(ENDED)
      expect(performance.now() - endedAt).toBeLessThan(LIMIT_MS)
    })
  })
})

async function signedIn(bff: TestBff, sid?: string): Promise<Browser> {
  const browser = bff.browser()
  if (sid !== undefined) nameSession(bff, sid)
  await login(browser, 'google', '?prompt=consent')
  return browser
}

/** Opens one, and hears from the other end. */
async function openEcho(browser: Browser): Promise<TestSocket> {
  const page = await browser.openSocket('/api/tasks/events')
  await expectEcho(page, 'hello')
  return page
}

async function expectEcho(page: TestSocket, message: string): Promise<void> {
  page.socket.send(message)
  await expect.poll(() => page.messages.at(-1)).toBe(message)
}

async function fromAnother(bff: TestBff, act: (other: Browser) => Promise<unknown>): Promise<void> {
  await act(await signedIn(bff, 'sid-2'))
}

async function endListed(other: Browser, browser: Browser): Promise<void> {
  const name = await ownName(browser)
  expect((await listedBy(other)).map(({ id }) => id)).toContain(name)
  await other.fetch(`/bff/sessions/${name}`, { method: 'DELETE' })
}

function everywhere() {
  return { ...POST, body: { everywhere: true } }
}
