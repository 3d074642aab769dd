import { setTimeout as delay } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GITHUB_TOKEN_PATH } from '../support/github-provider.ts'
import { login } from '../support/journey.ts'
import { isLongForm } from '../support/long-form.ts'
import { hasRedis } from '../support/redis-server.ts'
import { type Cluster, type ClusterNode, startCluster } from '../support/start-cluster.ts'
import { createGate } from '../support/test-provider.ts'

const RACES = isLongForm ? 200 : 40
const BATCH = 20

const STEPS = ['call here', 'call there', 'log out', 'the provider answers', 'the API answers'] as const

/** One order of events, with the milliseconds between them. */
const raceArbitrary = fc.record({
  steps: fc.shuffledSubarray([...STEPS], { minLength: STEPS.length }),
  pausesMs: fc.array(fc.nat(12), { minLength: STEPS.length, maxLength: STEPS.length }),
  logsOutHere: fc.boolean(),
  /** It renews the tokens and answers with an error: nobody gets to know the new ones. */
  providerFails: fc.constantFrom(false, false, false, true),
})
type Race = typeof raceArbitrary extends fc.Arbitrary<infer T> ? T : never

describe.skipIf(!hasRedis)('a logout among slow calls and a refresh, at two processes', () => {
  it(
    `SESS-15 LOGOUT-01 LOGOUT-03 wins in ${RACES} random orders, and leaves nothing`,
    async () => {
      const seed = Number(process.env.COATCHECK_SEED ?? Date.now())
      console.info(`COATCHECK_SEED=${seed}`)
      const cluster = await startCluster()
      const nodes = await Promise.all([cluster.start(), cluster.start()])
      const races = fc.sample(raceArbitrary, { numRuns: RACES, seed })

      for (let start = 0; start < RACES; start += BATCH) {
        const sessions = await cluster.withExpiredTokens(() => signInOften(cluster, nodes[0]))
        for (const [index, race] of races.slice(start, start + BATCH).entries()) {
          const session = sessions[index]
          if (!session) throw new Error('there is a session for every race')
          await expectLogoutToWin({ cluster, nodes, race, session })
        }
      }
    },
    60_000 + RACES * 1000,
  )
})

interface Scene {
  cluster: Cluster
  nodes: [ClusterNode, ClusterNode]
  race: Race
  session: Awaited<ReturnType<typeof signIn>>
}

async function signInOften(cluster: Cluster, node: ClusterNode) {
  const sessions = []
  while (sessions.length < BATCH) sessions.push(await signIn(cluster, node))
  return sessions
}

async function signIn({ github, redis }: Cluster, node: ClusterNode) {
  const before = await redis.entries()
  const browser = node.browser()
  expect((await login(browser, 'github')).headers.location).toBe('/')
  const { jar } = browser
  const added = [...(await redis.entries()).keys()].filter((key) => !before.has(key))
  const [key = ''] = added.flatMap((name) => /:session:(.+)$/.exec(name)?.[1] ?? [])
  return {
    jar,
    key,
    cookie: jar.get('coatcheck')?.value ?? '',
    grant: github.ledger.grantOf(github.ledger.tokens.at(-1)),
  }
}

async function expectLogoutToWin(scene: Scene): Promise<void> {
  const { cluster, nodes, race, session } = scene
  const { ledger } = cluster.github
  const shown = JSON.stringify(race)

  const { calls, logout } = await run(scene)

  expect(logout.status, shown).toBe(200)
  for (const { status } of calls)
    expect(race.providerFails ? [200, 401, 503] : [200, 401], shown).toContain(status)
  for (const node of nodes) expect(await asSeenBy(node, session.cookie), shown).toEqual([204, 401])
  await expect.poll(() => keysOf(session.key, cluster), { message: shown }).toEqual([])
  const isAlive = (token: string) => ledger.grantOf(token) === session.grant && token.includes('-access-')
  if (!race.providerFails)
    await expect.poll(() => ledger.tokens.filter(isAlive), { message: shown }).toEqual([])
}

/** Lets it all happen in the race's order, and waits for the end of everything. */
async function run({ cluster: { api, github }, nodes: [here, there], race, session }: Scene) {
  const [provider, upstream] = [createGate(), createGate()]
  github.interfere(GITHUB_TOKEN_PATH, async (honest) => {
    await provider.opened
    return race.providerFails ? { status: 503 } : honest
  })
  api.answer((_req, res) => void upstream.opened.then(() => res.writeHead(200).end('{}')))
  const browsers = { here: here.browser(session.jar), there: there.browser(session.jar) }
  const call = (place: 'here' | 'there') => browsers[place].fetch('/api/github/user')
  const logOut = () => browsers[race.logsOutHere ? 'here' : 'there'].fetch('/bff/logout', { method: 'POST' })

  const happening = race.steps.map(async (step, index) => {
    await delay(race.pausesMs.slice(0, index + 1).reduce((sum, pause) => sum + pause, 0))
    if (step === 'call here') return { call: await call('here') }
    if (step === 'call there') return { call: await call('there') }
    if (step === 'log out') return { logout: await logOut() }
    if (step === 'the provider answers') provider.open()
    else upstream.open()
    return {}
  })
  const happened = await Promise.all(happening)
  github.interfere(GITHUB_TOKEN_PATH)
  const logout = happened.find((each) => each.logout)?.logout
  if (!logout) throw new Error('nobody has logged out')
  return { logout, calls: happened.flatMap((each) => each.call ?? []) }
}

/** What a copy of the session's cookie still opens there. */
async function asSeenBy(node: ClusterNode, cookie: string): Promise<number[]> {
  const browser = node.browser()
  browser.jar.plant('coatcheck', cookie)
  const session = await browser.fetch('/bff/session')
  browser.jar.plant('coatcheck', cookie)
  return [session.status, (await browser.fetch('/api/github/user')).status]
}

async function keysOf(sessionKey: string, { redis }: Cluster): Promise<string[]> {
  const entries = [...(await redis.entries())]
  return entries.filter((entry) => entry.join(' ').includes(sessionKey)).map(([name]) => name)
}
