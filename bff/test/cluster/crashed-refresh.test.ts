import { describe, expect, it } from 'vitest'
import type { Browser } from '../support/browser.ts'
import { GITHUB_TOKEN_PATH } from '../support/github-provider.ts'
import { connect, login } from '../support/journey.ts'
import { isLongForm } from '../support/long-form.ts'
import { RedisGate } from '../support/redis-gate.ts'
import { hasRedis } from '../support/redis-server.ts'
import { readingAgain, storingTokens, takingLease } from '../support/refresh-commands.ts'
import { type Cluster, type ClusterNode, startCluster } from '../support/start-cluster.ts'

const ROUNDS = isLongForm ? 5 : 1
const KILLS_PER_POINT = 2

/** A session, and the process that is to be killed while it refreshes. */
interface Scene {
  cluster: Cluster
  gate: RedisGate
  victim: ClusterNode
  /** Answered by a process that lives. */
  browser: Browser
  refreshToken: string
  unanswered: Unanswered
}

/** Refresh tokens whose first use the provider does not answer, and whom to tell that it has come. */
type Unanswered = Map<string, () => void>

/** The points of a refresh at which its process may end. `stop` resolves when it has got there. */
const POINTS: Record<string, { stop: (scene: Scene) => Promise<void>; isLost: boolean }> = {
  'the lease is taken': { stop: ({ gate }) => gate.stopAfter(takingLease), isLost: false },
  'the record is read again': { stop: ({ gate }) => gate.stopAfter(readingAgain()), isLost: false },
  'the token request is sent': {
    stop: ({ unanswered, refreshToken }) => new Promise((resolve) => unanswered.set(refreshToken, resolve)),
    isLost: true,
  },
  'the provider has answered': { stop: ({ gate }) => gate.stopBefore(storingTokens), isLost: true },
  'the new set is stored': { stop: ({ gate }) => gate.stopAfter(storingTokens), isLost: false },
}

/** One request and new tokens; or the used refresh token once more, which ends its family and nothing else. */
const WORKS = { calls: [200, 200], tokenRequests: 1, github: 'active', tokensAlive: 2 }
const ENDED = { calls: [401, 401], tokenRequests: 2, github: 'reauth_required', tokensAlive: 0 }
const ALWAYS = { session: 200, google: 'active', otherCall: 200 }

describe.skipIf(!hasRedis)('a process killed in the middle of a refresh', () => {
  it(
    `REFRESH-04 leaves a session that works or says it does not, after ${ROUNDS * KILLS_PER_POINT} kills at each of five points`,
    async () => {
      const cluster = await startCluster()
      const survivor = await cluster.start()
      const expected = Object.entries(POINTS).map(([point, { isLost }]) => [
        point,
        Array(KILLS_PER_POINT).fill({ ...(isLost ? ENDED : WORKS), ...ALWAYS }),
      ])

      for (let round = 0; round < ROUNDS; round++) {
        const outcomes = await killAtEveryPoint(cluster, survivor)

        expect(outcomes, `round ${round + 1}`).toEqual(Object.fromEntries(expected))
      }
    },
    60_000 + ROUNDS * 60_000,
  )
})

/** All at once: what takes the time is waiting for the leases to end. */
async function killAtEveryPoint(cluster: Cluster, survivor: ClusterNode) {
  const points = Object.entries(POINTS).flatMap((point) => Array<typeof point>(KILLS_PER_POINT).fill(point))
  const unanswered = leaveUnanswered(cluster)
  const raised = await Promise.all(points.map(async (point) => ({ point, ...(await raise(cluster)) })))
  const scenes = await cluster.withExpiredTokens(async () => {
    const signedIn = []
    for (const each of raised)
      signedIn.push({ ...each, unanswered, ...(await signInWithBoth(cluster, survivor)) })
    return signedIn
  })
  const outcomes = await Promise.all(scenes.map((scene) => killAt(scene.point[1].stop, scene)))
  return Object.groupBy(outcomes, (_outcome, index) => points[index]?.[0] ?? '')
}

async function raise(cluster: Cluster) {
  const gate = await RedisGate.start(cluster.redis.url)
  return { cluster, gate, victim: await cluster.start(gate.url) }
}

async function signInWithBoth(cluster: Cluster, survivor: ClusterNode) {
  const browser = survivor.browser()
  await login(browser, 'github')
  const refreshToken = cluster.github.ledger.tokens.at(-1) ?? ''
  // One refresh token a person is all that Google gives without asking.
  await connect(browser, 'google', '?prompt=consent')
  return { browser, refreshToken }
}

async function killAt(stop: (scene: Scene) => Promise<void>, scene: Scene) {
  const { browser, cluster, refreshToken, victim } = scene
  const { ledger } = cluster.github
  const grant = ledger.grantOf(refreshToken)
  const stopped = stop(scene)
  const cutOff = victim
    .browser(browser.jar)
    .fetch('/api/github/user')
    .catch(() => undefined)
  await stopped
  victim.signal('SIGKILL')
  await Promise.all([victim.ended, cutOff])

  const calls = [await browser.fetch('/api/github/user'), await browser.fetch('/api/github/user')]
  const session = await browser.fetch('/bff/session')
  const { connections } = session.json() as { connections: { provider: string; status: string }[] }
  const statusOf = (id: string) => connections.find(({ provider }) => provider === id)?.status
  return {
    calls: calls.map(({ status }) => status),
    tokenRequests: cluster.github.calls.filter(({ form }) => form.get('refresh_token') === refreshToken)
      .length,
    github: statusOf('github'),
    tokensAlive: ledger.tokens.filter((token) => grant && ledger.grantOf(token) === grant).length,
    session: session.status,
    google: statusOf('google'),
    otherCall: (await browser.fetch('/api/tasks/lists')).status,
  }
}

function leaveUnanswered({ github }: Cluster): Unanswered {
  const unanswered: Unanswered = new Map()
  github.interfere(GITHUB_TOKEN_PATH, (honest, { form }) => {
    const refreshToken = form.get('refresh_token') ?? ''
    const arrived = unanswered.get(refreshToken)
    if (!arrived) return honest
    unanswered.delete(refreshToken)
    arrived()
    return new Promise(() => {})
  })
  return unanswered
}
