import { describe, expect, it } from 'vitest'
import { login } from '../support/journey.ts'
import { hasRedis } from '../support/redis-server.ts'
import { startCluster } from '../support/start-cluster.ts'

// Processes take seconds to start on a busy machine.
const TIMEOUT_MS = 60_000

describe.skipIf(!hasRedis)('a WebSocket at one of several processes', { timeout: TIMEOUT_MS }, () => {
  it('CSRF-11 is closed within a second of a sign-out at another one', async () => {
    const cluster = await startCluster()
    const [here, there] = await Promise.all([cluster.start(), cluster.start()])
    const browser = here.browser()
    await login(browser, 'github')
    const page = await browser.openSocket('/api/github/events')

    await there.browser(browser.jar).fetch('/bff/logout', { method: 'POST' })
    const endedAt = performance.now()

    expect(await page.closed).toEqual({ code: 4401, reason: 'session ended' })
    expect(performance.now() - endedAt).toBeLessThan(1000)
    await expect.poll(() => cluster.api.sockets.size).toBe(0)
  })

  it('OPS-07 is closed with 1001 when its process is told to stop, and holds it up no longer', async () => {
    const cluster = await startCluster()
    const node = await cluster.start()
    const browser = node.browser()
    await login(browser, 'github')
    const page = await browser.openSocket('/api/github/events')

    node.signal('SIGTERM')

    expect((await page.closed).code).toBe(1001)
    expect(await node.ended).toBe(0)
    expect(node.records.at(-1)).toMatchObject({ msg: 'stopped', outcome: 'finished' })
  })
})
