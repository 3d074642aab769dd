import { randomUUID } from 'node:crypto'
import { describe, it, type TestContext } from 'vitest'
import { createLogger } from '../../src/logger.ts'
import { openStores, type Stores } from '../../src/session/stores/open-stores.ts'
import { ask } from '../support/redis-command.ts'
import { RedisSentinel } from '../support/redis-sentinel.ts'
import { hasRedis } from '../support/redis-server.ts'
import { until } from '../support/until.ts'

const MINUTE_MS = 60_000

/** Three Sentinels agree within a second or two; the rest is for a machine that is busy. */
const FAILOVER_LIMIT = { timeout: 30_000 }

describe.skipIf(!hasRedis)('stores behind Sentinels, when the master', () => {
  it.concurrent.for([
    ['is killed', async ({ master }: RedisSentinel) => master.kill()],
    ['falls silent', async ({ master }: RedisSentinel) => master.freeze()],
  ] as const)(
    'SESS-14 %s: answer right or with 503, and go on with the replica',
    { timeout: MINUTE_MS },
    async ([, lose], { expect, onTestFinished }) => {
      const servers = await startServers(onTestFinished)
      const stores = await openOn(servers, onTestFinished)
      await stores.records.create('before', 'value', MINUTE_MS)
      await until(async () => (await onReplica(servers, 'test:before')) === 'value')
      await lose(servers)
      const load = steadyReads(stores, 'before')

      await expect.poll(() => accepts(stores), FAILOVER_LIMIT).toBe(true)
      // The readers pause between two reads: none of them may have looked since.
      await expect.poll(() => load.answers, FAILOVER_LIMIT).toContain('value')
      servers.master.thaw()
      const longestMs = await load.stop()

      expect(new Set(load.answers)).toEqual(new Set(['session_store_unavailable', 'value']))
      expect(longestMs).toBeLessThan(2000)
      expect(await stores.records.read('before')).toBe('value')
      expect(await onReplica(servers, 'test:after')).toBe('value')
    },
  )

  it.concurrent('SESS-14 has been replaced but does not know it: leave it soon, busy or not', {
    timeout: MINUTE_MS,
  }, async ({ expect, onTestFinished }) => {
    const servers = await startServers(onTestFinished)
    const stores = await openOn(servers, onTestFinished)
    await stores.records.ping()

    await servers.promoteBehindItsBack()

    await expect.poll(() => acceptedByReplica(servers, stores), FAILOVER_LIMIT).toBe(true)
  })

  it.concurrent(
    'is not known yet: open, say that the store is away, and find it later',
    async ({ expect, onTestFinished }) => {
      const servers = await startServers(onTestFinished)
      for (const sentinel of servers.sentinels) await sentinel.kill()

      const stores = await openOn(servers, onTestFinished)

      await expect(stores.records.ping()).rejects.toMatchObject({ code: 'session_store_unavailable' })
      await servers.sentinels[2]?.restart()
      await expect.poll(() => accepts(stores), FAILOVER_LIMIT).toBe(true)
    },
    MINUTE_MS,
  )
})

/** Tests at the same time: each says itself what is to be cleaned up after it. */
type OnTestFinished = TestContext['onTestFinished']

async function startServers(onTestFinished: OnTestFinished): Promise<RedisSentinel> {
  const servers = await RedisSentinel.start()
  onTestFinished(() => servers.close())
  return servers
}

async function openOn(servers: RedisSentinel, onTestFinished: OnTestFinished): Promise<Stores> {
  const deps = { now: Date.now, log: createLogger('silent') }
  const stores = await openStores(servers.options(), MINUTE_MS, deps)
  onTestFinished(() => stores.close())
  return stores
}

function onReplica({ replicaUrl }: RedisSentinel, key: string): Promise<unknown> {
  return ask(replicaUrl, ['GET', key])
}

function accepts({ records }: Stores): Promise<boolean> {
  return records.create('after', 'value', MINUTE_MS).then(
    () => true,
    () => false,
  )
}

async function acceptedByReplica(servers: RedisSentinel, { records }: Stores): Promise<boolean> {
  const key = randomUUID()
  await records.create(key, 'value', MINUTE_MS).catch(() => {})
  return (await onReplica(servers, `test:${key}`)) === 'value'
}

/** Reads a record over and over, and remembers what came of it. */
function steadyReads({ records }: Stores, key: string) {
  const answers: unknown[] = []
  let longestMs = 0
  let stopped = false
  async function read(): Promise<void> {
    while (!stopped) {
      const startedAt = performance.now()
      answers.push(await records.read(key).catch((error: { code: string }) => error.code))
      longestMs = Math.max(longestMs, performance.now() - startedAt)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
  const reading = Promise.all([read(), read(), read(), read()])
  return {
    answers,
    /** @returns the longest time that an answer took, in milliseconds. */
    async stop() {
      stopped = true
      await reading
      return longestMs
    },
  }
}
