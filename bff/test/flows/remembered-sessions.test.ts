import { describe, expect, it, onTestFinished } from 'vitest'
import { connect, login } from '../support/journey.ts'
import { ask } from '../support/redis-command.ts'
import { RedisGate } from '../support/redis-gate.ts'
import { lookupsSoFar } from '../support/redis-lookups.ts'
import { redisOfSuite } from '../support/redis-of-suite.ts'
import { hasRedis } from '../support/redis-server.ts'
import { startBff, type TestBff } from '../support/start-bff.ts'

const POST = { method: 'POST' }
const CALL = '/api/github/user'

describe.skipIf(!hasRedis)('a session that a process remembers', () => {
  const redis = redisOfSuite()

  it('asks Redis nothing for call after call', async () => {
    const { bff } = await twoBffs()
    const browser = bff.browser()
    await login(browser, 'github')
    await browser.fetch(CALL)
    const commandsBefore = await commandsSoFar()

    for (let at = 0; at < 50; at++) expect((await browser.fetch(CALL)).status).toBe(200)

    // The beats of both processes, and the question itself, go on.
    expect((await commandsSoFar()) - commandsBefore).toBeLessThan(30)
  })

  it.each([
    ['a logout', (there: Browser) => there.fetch('/bff/logout', POST), 401],
    ['a disconnect', (there: Browser) => there.fetch('/bff/connections/github', { method: 'DELETE' }), 403],
  ])('SESS-15 is forgotten after %s at another process', async (_what, change, status) => {
    const { bff, other } = await twoBffs()
    const browser = bff.browser()
    await login(browser, 'github')
    await browser.fetch(CALL)

    await change(sameBrowser(browser, other))

    await expect.poll(async () => (await browser.fetch(CALL)).status).toBe(status)
  })

  it('gains what was connected at another process', async () => {
    const { bff, other } = await twoBffs()
    const browser = bff.browser()
    await login(browser, 'github')
    expect((await browser.fetch('/api/tasks/lists')).status).toBe(403)

    await connect(other.browser(browser.jar), 'google')

    await expect.poll(async () => (await browser.fetch('/api/tasks/lists')).status).toBe(200)
  })

  it('calls with the token that another process has fetched', async () => {
    const { bff, other } = await twoBffs({ githubTokenLifetimeSeconds: 300 })
    const browser = bff.browser()
    await login(browser, 'github')
    await browser.fetch(CALL)
    // Within the margin of expiry: the other process refreshes ahead, and its own call still has the old token.
    bff.clock.advance({ seconds: 250 })
    await other.browser(browser.jar).fetch(CALL)
    await expect.poll(() => bff.github.ledger.tokens).toHaveLength(4)

    await expect
      .poll(async () => {
        await browser.fetch(CALL)
        return bff.api.requests.at(-1)?.headers.authorization
      })
      .toEqual([`Bearer ${bff.github.ledger.tokens[2]}`])
    expect(bff.github.ledger.tokens).toHaveLength(4)
  })

  it('SESS-15 is forgotten when a logout that could tell nobody is tried again', async () => {
    const { bff, other } = await twoBffs()
    const browser = bff.browser()
    await login(browser, 'github')
    await browser.fetch(CALL)
    const there = sameBrowser(browser, other)
    const { url } = redis.server()
    await ask(url, ['ACL', 'SETUSER', 'default', '-publish'])
    const allow = () => ask(url, ['ACL', 'SETUSER', 'default', '+publish'])
    onTestFinished(async () => void (await allow()))

    expect((await there.fetch('/bff/logout', POST)).status).toBe(503)
    await allow()
    expect((await there.fetch('/bff/logout', POST)).status).toBe(200)

    await expect.poll(async () => (await browser.fetch(CALL)).status).toBe(401)
  })

  it('SESS-15 is refused at once when it ended while no news came through', async () => {
    const gate = await RedisGate.start(redis.server().url)
    const bff = await startBff({ session: { store: { type: 'redis', url: gate.url } } })
    const other = await startBff({ session: redis.session(), beside: bff })
    const browser = bff.browser()
    await login(browser, 'github')
    await browser.fetch(CALL)
    gate.cutSubscribers()
    // The cut reaches the process before what happens after it.
    await expect.poll(() => asksForEveryCall(browser)).toBe(true)

    await sameBrowser(browser, other).fetch('/bff/logout', POST)

    expect((await browser.fetch(CALL)).status).toBe(401)
  })

  it.each([
    ['cut', (gate: RedisGate) => gate.cutSubscribers()],
    ['dead without a word', (gate: RedisGate) => gate.muteSubscribers()],
  ])('is remembered again when news come again after their link was %s', async (_how, hurt) => {
    const gate = await RedisGate.start(redis.server().url)
    const bff = await startBff({ session: { store: { type: 'redis', url: gate.url } } })
    const browser = bff.browser()
    await login(browser, 'github')
    await browser.fetch(CALL)
    hurt(gate)
    await expect.poll(() => asksForEveryCall(browser)).toBe(true)

    gate.hearSubscribers()

    await expect.poll(() => asksForEveryCall(browser), { timeout: 15_000 }).toBe(false)
  })

  it('is forgotten after seconds in any case', async () => {
    const bff = await startBff({ session: redis.session() })
    const browser = bff.browser()
    await login(browser, 'github')
    await browser.fetch(CALL)
    // Somebody removes it by hand, and tells nobody.
    await redis.server().clear()

    expect((await browser.fetch(CALL)).status).toBe(200)
    bff.clock.advance({ seconds: 10 })
    expect((await browser.fetch(CALL)).status).toBe(401)
  })

  it.each([
    ['session', '*session:*', 401, 'unauthenticated'],
    ['tokens', '*tokens:*', 401, 'reauth_required'],
  ])('is looked after, and found out when its %s are gone', async (_what, records, status, code) => {
    const bff = await startBff({ session: redis.session() })
    const browser = bff.browser()
    await login(browser, 'github')
    await browser.fetch(CALL)
    for (let at = 0; at < 3; at++) await isLookedAfter(bff, browser)
    await redis.server().remove(records)

    bff.clock.advance({ seconds: 8 })

    await expect.poll(async () => (await browser.fetch(CALL)).status).toBe(status)
    expect(await (await browser.fetch(CALL)).json()).toMatchObject({ code })
  })

  type Browser = ReturnType<TestBff['browser']>

  async function twoBffs(options: { githubTokenLifetimeSeconds?: number } = {}) {
    const bff = await startBff({ session: redis.session(), ...options })
    return { bff, other: await startBff({ session: redis.session(), beside: bff }) }
  }

  /** The same session cookie, which an answer to one of them leaves to the other. */
  function sameBrowser(browser: Browser, at: TestBff): Browser {
    const there = at.browser()
    there.jar.plant('coatcheck', browser.jar.get('coatcheck')?.value ?? '')
    return there
  }

  async function commandsSoFar(): Promise<number> {
    const [, count] = /total_commands_processed:(\d+)/.exec(await redis.server().info('stats')) ?? []
    return Number(count)
  }

  /** Late in the life of what is remembered the process looks, and no call waits for it. */
  async function isLookedAfter(bff: TestBff, browser: Browser): Promise<void> {
    const before = await lookupsSoFar(redis.server())
    bff.clock.advance({ seconds: 8 })
    await expect.poll(async () => (await lookupsSoFar(redis.server())) - before).toBe(2)
    expect(await asksForEveryCall(browser)).toBe(false)
  }

  /** Whether a call makes Redis look a session up. */
  async function asksForEveryCall(browser: Browser): Promise<boolean> {
    const before = await lookupsSoFar(redis.server())
    await browser.fetch(CALL)
    return (await lookupsSoFar(redis.server())) > before
  }
})
