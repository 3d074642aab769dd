import { request } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Browser, BrowserResponse } from '../support/browser.ts'
import { GITHUB_TOKEN_PATH } from '../support/github-provider.ts'
import { login } from '../support/journey.ts'
import { RedisGate } from '../support/redis-gate.ts'
import { hasRedis } from '../support/redis-server.ts'
import { takingLease } from '../support/refresh-commands.ts'
import { type Cluster, type ClusterNode, startCluster } from '../support/start-cluster.ts'

const CALLS = 500
const PROCESSES = 3
const SLOW_ANSWER_MS = 20_000

describe.skipIf(!hasRedis)('three processes and a token that has just expired', { timeout: 120_000 }, () => {
  it('REFRESH-03 ask once for five hundred calls, and answer them all', async () => {
    const { cluster, nodes, browsers } = await signedInAtAll()

    const answers = await Promise.all(callAtAll(browsers, CALLS))

    expect(tally(answers)).toEqual({ 200: CALLS })
    expectOneRefresh(cluster)
    expect(troubles(nodes)).toEqual([])
  })

  it('REFRESH-03 REFRESH-04 ask once when the provider takes twenty seconds, longer than a lease lives', async () => {
    const { cluster, nodes, browsers } = await signedInAtAll()
    cluster.github.interfere(GITHUB_TOKEN_PATH, (honest) => delay(SLOW_ANSWER_MS, honest))

    const answers = await Promise.all(callAtAll(browsers, CALLS))

    expect(tally(answers)).toEqual({ 200: CALLS })
    expectOneRefresh(cluster)
    expect(troubles(nodes)).toEqual([])
  })

  it('REFRESH-03 ask once when the hundred clients who came first go away', async () => {
    const { cluster, browsers, openCall } = await signedInAtAll()
    const held = cluster.github.hold(GITHUB_TOKEN_PATH)
    const leaving = Array.from({ length: 100 }, (_value, index) => openCall(index % PROCESSES))
    await held.arrived
    for (const call of leaving) call.destroy()
    const staying = callAtAll(browsers, CALLS - leaving.length)

    held.release()

    const answers = await Promise.all(staying)
    expect(tally(answers)).toEqual({ 200: CALLS - leaving.length })
    expectOneRefresh(cluster)
  })

  it('REFRESH-02 read again once they hold the lease: another may have refreshed since they looked', async () => {
    const cluster = await startCluster()
    const gate = await RedisGate.start(cluster.redis.url)
    const [prompt, late] = await Promise.all([cluster.start(), cluster.start(gate.url)])
    const browser = prompt.browser()
    await cluster.withExpiredTokens(() => login(browser, 'github'))
    const lateBrowser = late.browser(browser.jar)
    const stopped = gate.stopBefore(takingLease)
    const lateCall = lateBrowser.fetch('/api/github/user')
    await stopped
    const promptCall = await browser.fetch('/api/github/user')

    gate.open()

    // On a machine so busy that the late one gave Redis up meanwhile, it is the next call that tells.
    expect([200, 503]).toContain((await lateCall).status)
    await expect.poll(async () => (await lateBrowser.fetch('/api/github/user')).status).toBe(200)
    expect(promptCall.status).toBe(200)
    expectOneRefresh(cluster)
  })
})

async function signedInAtAll() {
  const cluster = await startCluster()
  const nodes = await Promise.all(Array.from({ length: PROCESSES }, () => cluster.start()))
  const [first] = nodes
  if (!first) throw new Error('there is no process')
  const { jar } = first.browser()
  await cluster.withExpiredTokens(() => login(first.browser(jar), 'github'))
  const browsers = nodes.map((node) => node.browser(jar))
  const cookie = jar.header({ isCrossSite: false, isTopLevelGet: false }) ?? ''
  const openCall = (index: number) => callFromClientThatLeaves(nodes[index]?.url ?? '', cookie)
  return { cluster, nodes, browsers, openCall }
}

function callAtAll(browsers: readonly Browser[], count: number): Promise<BrowserResponse>[] {
  const round = Array.from({ length: Math.ceil(count / browsers.length) }, () => browsers).flat()
  return round.slice(0, count).map((browser) => browser.fetch('/api/github/user'))
}

function callFromClientThatLeaves(url: string, cookie: string) {
  const headers = { host: 'localhost:3000', 'x-csrf': '1', 'sec-fetch-site': 'same-origin', cookie }
  const outgoing = request(`${url}/api/github/user`, { headers })
  outgoing.on('error', () => {})
  outgoing.end()
  return outgoing
}

function tally(answers: readonly BrowserResponse[]): Record<number, number> {
  const counts: Record<number, number> = {}
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

function expectOneRefresh({ github, api }: Cluster): void {
  const grants = github.callsTo(GITHUB_TOKEN_PATH).map(({ form }) => form.get('grant_type'))
  expect(grants).toEqual(['authorization_code', 'refresh_token'])
  expect(github.ledger.reuses).toBe(0)
  const [, , fresh] = github.ledger.tokens
  expect(new Set(api.requests.map(({ headers }) => headers.authorization?.[0]))).toEqual(
    new Set([`Bearer ${fresh}`]),
  )
}

/** What the processes complained about. */
function troubles(nodes: readonly ClusterNode[]): unknown[] {
  return nodes.flatMap(({ records }) => records).filter(({ level }) => level === 'warn' || level === 'error')
}
