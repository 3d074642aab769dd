import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { createLogger } from '../../src/logger.ts'
import { openStores, type Stores } from '../../src/session/stores/open-stores.ts'
import { RedisCluster } from '../support/redis-cluster.ts'
import type { RedisProcess } from '../support/redis-process.ts'
import { hasRedis } from '../support/redis-server.ts'

const MINUTE_MS = 60_000
const UNAVAILABLE = { code: 'session_store_unavailable', status: 503 }

/** A cluster takes its time to believe that a node is back; the rest is for a machine that is busy. */
const RETURN_LIMIT = { timeout: 30_000 }

describe.skipIf(!hasRedis)('stores in a cluster of which a master is away', () => {
  let cluster: RedisCluster
  beforeAll(async () => {
    cluster = await RedisCluster.start()
  }, MINUTE_MS)
  afterAll(() => cluster?.close())

  it.each([
    ['is killed', (master: RedisProcess) => master.kill(), (master: RedisProcess) => master.restart()],
    [
      'falls silent',
      async (master: RedisProcess) => master.freeze(),
      async (master: RedisProcess) => master.thaw(),
    ],
  ])(
    'SESS-14 only its records are unavailable when it %s, and it is used again when it is back',
    async (_what, lose, bring) => {
      const stores = await openOn(cluster)
      const [lost, kept, other] = await keysOnEach(cluster)
      await Promise.all([lost, kept, other].map((key) => stores.records.create(key, 'value', MINUTE_MS)))
      const master = await cluster.masterOf(`test:${lost}`)

      await lose(master)
      const rounds: Round[] = []
      for (let round = 0; round < 5; round++) rounds.push(await readAll(stores, lost, [kept, other]))
      await stores.records.ping()
      await bring(master)

      for (const { lost: refusal, values, tookMs } of rounds) {
        expect(refusal).toMatchObject(UNAVAILABLE)
        expect(values).toEqual(['value', 'value'])
        expect(tookMs).toBeLessThan(2000)
      }
      await expect.poll(() => isUsable(stores, lost), RETURN_LIMIT).toBe(true)
    },
    MINUTE_MS,
  )

  it(
    'open while a master is away, and find it later',
    async () => {
      const [lost, kept] = await keysOnEach(cluster)
      const master = await cluster.masterOf(`test:${lost}`)
      await master.kill()

      const stores = await openOn(cluster)

      expect(await stores.records.create(kept, 'value', MINUTE_MS)).toBe(true)
      await expect(stores.records.read(lost)).rejects.toMatchObject(UNAVAILABLE)
      await master.restart()
      await expect.poll(() => isUsable(stores, lost), RETURN_LIMIT).toBe(true)
    },
    MINUTE_MS,
  )
})

async function openOn(cluster: RedisCluster): Promise<Stores> {
  const deps = { now: Date.now, log: createLogger('silent') }
  const stores = await openStores(cluster.options(), MINUTE_MS, deps)
  onTestFinished(() => stores.close())
  return stores
}

/** Three new keys, each of another master. */
async function keysOnEach(cluster: RedisCluster): Promise<[string, string, string]> {
  const keys = new Map<RedisProcess, string>()
  while (keys.size < cluster.masters.length) {
    const key = randomUUID()
    keys.set(await cluster.masterOf(`test:${key}`), key)
  }
  const [first = '', second = '', third = ''] = keys.values()
  return [first, second, third]
}

interface Round {
  lost: unknown
  values: unknown[]
  tookMs: number
}

/** Reads all keys at once; the first is expected to fail. */
async function readAll({ records }: Stores, lost: string, others: string[]): Promise<Round> {
  const startedAt = performance.now()
  const [refusal, ...values] = await Promise.all([
    records.read(lost).catch((error: unknown) => error),
    ...others.map((key) => records.read(key)),
  ])
  return { lost: refusal, values, tookMs: performance.now() - startedAt }
}

async function isUsable({ records }: Stores, key: string): Promise<boolean> {
  try {
    await records.remove([key])
    return await records.create(key, 'value', MINUTE_MS)
  } catch {
    return false
  }
}
