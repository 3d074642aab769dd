import { describe, expect, it } from 'vitest'
import { GITHUB_TOKEN_PATH } from '../support/github-provider.ts'
import { login } from '../support/journey.ts'
import { RedisGate } from '../support/redis-gate.ts'
import { hasRedis } from '../support/redis-server.ts'
import { readingAgain } from '../support/refresh-commands.ts'
import { startCluster } from '../support/start-cluster.ts'

describe.skipIf(!hasRedis)(
  'a process frozen in a refresh until its lease is over',
  { timeout: 60_000 },
  () => {
    it('REFRESH-03 REFRESH-04 does not go on with it, and takes what another has fetched', async () => {
      const { cluster, gate, frozen, browser } = await signedIn()
      const stopped = gate.stopAfter(readingAgain())
      const lateCall = frozen.browser(browser.jar).fetch('/api/github/user')
      await stopped
      frozen.signal('SIGSTOP')
      const call = await browser.fetch('/api/github/user')

      gate.open()
      frozen.signal('SIGCONT')

      expect([call.status, (await lateCall).status]).toEqual([200, 200])
      expect(cluster.github.callsTo(GITHUB_TOKEN_PATH)).toHaveLength(2)
      expect(cluster.github.ledger.reuses).toBe(0)
    })

    it('REFRESH-04 writes nothing over what another has found out meanwhile', async () => {
      const { cluster, frozen, browser } = await signedIn()
      const { github } = cluster
      const held = github.hold(GITHUB_TOKEN_PATH)
      const lateCall = frozen.browser(browser.jar).fetch('/api/github/user')
      await held.arrived
      frozen.signal('SIGSTOP')
      github.interfere(GITHUB_TOKEN_PATH)
      const call = await browser.fetch('/api/github/user')

      held.release()
      frozen.signal('SIGCONT')

      // The other could only use the refresh token a second time, and the provider ended its family.
      expect([call.status, (await lateCall).status]).toEqual([401, 401])
      const session = await browser.fetch('/bff/session')
      expect(session.json()).toMatchObject({ connections: [{ status: 'reauth_required' }] })
      expect(github.callsTo(GITHUB_TOKEN_PATH)).toHaveLength(3)
      expect(github.ledger.tokens.filter((token) => github.ledger.grantOf(token))).toEqual([])
    })
  },
)

async function signedIn() {
  const cluster = await startCluster()
  const gate = await RedisGate.start(cluster.redis.url)
  const [frozen, lively] = await Promise.all([cluster.start(gate.url), cluster.start()])
  const browser = lively.browser()
  await cluster.withExpiredTokens(() => login(browser, 'github'))
  return { cluster, gate, frozen, browser }
}
