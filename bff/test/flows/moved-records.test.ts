import { describe, expect, it } from 'vitest'
import type { Browser } from '../support/browser.ts'
import { GITHUB_TOKEN_PATH, GRACE } from '../support/github-provider.ts'
import { GOOGLE_PATHS, GRACE_AT_GOOGLE } from '../support/google-provider.ts'
import { comeBack, connect, login, reachCallback } from '../support/journey.ts'
import { redisOfSuite } from '../support/redis-of-suite.ts'
import { hasRedis } from '../support/redis-server.ts'
import { startBff, type TestBff } from '../support/start-bff.ts'

/** Many stories in one test; a busy machine takes its time. */
const BUSY_MACHINE_MS = 60_000

describe.skipIf(!hasRedis)(
  'a sealed record that somebody moved in Redis',
  { timeout: BUSY_MACHINE_MS },
  () => {
    const redis = redisOfSuite()

    it('TOKEN-11 opens in no other place: no session calls with it, and no callback is answered by it', async () => {
      const { bff, people, callbackUrl } = await fillStore()
      const sealed = [...(await redis.server().entries())].filter(([key]) => /:(tokens|login):/.test(key))
      const codesRedeemed = tokenRequests(bff)

      for (const [key, value] of sealed) {
        for (const [other, moved] of sealed) {
          if (other === key) continue
          await redis.server().write(key, moved)
          // What a process remembers of a session lasts for seconds.
          bff.clock.advance({ seconds: 11 })
          const statuses = await callAll(people)
          // One record of five is in the wrong place: a connection is lost, or the pending login is.
          expect(statuses.filter((status) => status === 401)).toHaveLength(key.includes(':tokens:') ? 1 : 0)
          if (key.includes(':login:')) {
            expect((await comeBack(people[0], callbackUrl)).status).toBe(400)
          }
          await redis.server().write(key, value)
        }
      }

      bff.clock.advance({ seconds: 11 })
      expect(sealed).toHaveLength(5)
      expect(tokenRequests(bff)).toBe(codesRedeemed)
      expect(await callAll(people)).toEqual([200, 200, 200, 200])
      expect((await comeBack(people[0], callbackUrl)).status).toBe(303)
    })

    /** Two people with two accounts each, and a login that the first of them has not come back from. */
    async function fillStore() {
      const bff = await startBff({ session: redis.session() })
      const ada = bff.browser()
      const grace = bff.browser()
      await login(ada, 'github')
      await connect(ada, 'google')
      bff.github.person = GRACE
      bff.google.person = GRACE_AT_GOOGLE
      await login(grace, 'github')
      await connect(grace, 'google')
      const callbackUrl = await reachCallback(ada, 'github')
      return { bff, people: [ada, grace] as const, callbackUrl }
    }
  },
)

async function callAll(people: readonly Browser[]): Promise<number[]> {
  const calls = people.flatMap((browser) => [
    browser.fetch('/api/github/user'),
    browser.fetch('/api/tasks/lists'),
  ])
  return (await Promise.all(calls)).map(({ status }) => status)
}

function tokenRequests({ github, google }: TestBff): number {
  return github.callsTo(GITHUB_TOKEN_PATH).length + google.callsTo(GOOGLE_PATHS.token).length
}
