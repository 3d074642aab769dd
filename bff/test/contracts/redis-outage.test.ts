import { describe, expect, it, onTestFinished } from 'vitest'
import { createLogger } from '../../src/logger.ts'
import { openStores, type Stores } from '../../src/session/stores/open-stores.ts'
import { hasRedis, RedisServer } from '../support/redis-server.ts'

const UNAVAILABLE = { code: 'session_store_unavailable', status: 503 }

const OUTAGES: [string, (redis: RedisServer) => Promise<void>, (redis: RedisServer) => Promise<void>][] = [
  ['is killed', (redis) => redis.kill(), (redis) => redis.restart()],
  ['is frozen', async (redis) => redis.freeze(), async (redis) => redis.thaw()],
]

describe.skipIf(!hasRedis)('stores in a Redis that is away', () => {
  it.each(OUTAGES)(
    'SESS-14 say so soon when it %s, and recover by themselves',
    async (_what, leave, come) => {
      const { redis, stores } = await openOnRedis()

      await leave(redis)
      const startedAt = performance.now()
      const outcomes = await Promise.allSettled(everyCall(stores))
      const tookMs = performance.now() - startedAt
      await come(redis)

      for (const outcome of outcomes)
        expect(outcome).toMatchObject({ status: 'rejected', reason: UNAVAILABLE })
      // Half a second is allowed a command; the rest is for a machine that is busy.
      expect(tookMs).toBeLessThan(2000)
      await expect.poll(() => isUp(stores)).toBe(true)
      expect(await stores.records.create('after', 'value', 60_000)).toBe(true)
    },
  )

  it('write nothing afterwards that they refused while it was gone', async () => {
    const { redis, stores } = await openOnRedis()
    await redis.kill()
    await expect(stores.records.create('late', 'value', 60_000)).rejects.toMatchObject(UNAVAILABLE)

    await redis.restart()
    await expect.poll(() => isUp(stores)).toBe(true)

    expect(await stores.records.read('late')).toBeUndefined()
  })

  it.each(OUTAGES)('open while it %s, and work as soon as it is back', async (_what, leave, come) => {
    const redis = await RedisServer.start()
    onTestFinished(() => redis.close())
    await leave(redis)

    const stores = await openOn(redis)

    await expect(stores.records.ping()).rejects.toMatchObject(UNAVAILABLE)
    await come(redis)
    await expect.poll(() => isUp(stores)).toBe(true)
  })

  it('name no secret in the error: neither key nor value nor address', async () => {
    const { redis, stores } = await openOnRedis()
    await redis.kill()

    const error = await stores.records
      .create('canary-key', 'canary-value', 60_000)
      .catch((thrown: unknown) => thrown)

    expect(String(error)).not.toMatch(/canary|127\.0\.0\.1/)
  })

  it('SESS-08 write no session id in clear, neither in names nor in values', async () => {
    const { redis, stores } = await openOnRedis()
    const id = 'canary-session-id'
    const signedIn = {
      version: 1,
      user: { id: 'github:1' },
      connections: [],
      authenticatedAt: 0,
      expiresAt: 1,
    }

    await new Promise((resolve) =>
      stores.sessions.set(id, { cookie: { originalMaxAge: null }, signedIn }, resolve),
    )

    const entries = await redis.entries()
    expect([...entries.keys()]).toEqual([expect.stringMatching(/^test:session:[\w-]{43}$/)])
    expect(JSON.stringify([...entries])).not.toContain(id)
  })
})

async function openOnRedis(): Promise<{ redis: RedisServer; stores: Stores }> {
  const redis = await RedisServer.start()
  onTestFinished(() => redis.close())
  return { redis, stores: await openOn(redis) }
}

async function openOn({ url }: RedisServer): Promise<Stores> {
  const deps = { now: Date.now, log: createLogger('silent') }
  const stores = await openStores({ type: 'redis', url, keyPrefix: 'test:' }, 60_000, deps)
  onTestFinished(() => stores.close())
  return stores
}

function isUp({ records }: Stores): Promise<boolean> {
  return records.ping().then(
    () => true,
    () => false,
  )
}

function everyCall({ records, sessions }: Stores): Promise<unknown>[] {
  return [
    records.create('key', 'value', 1000),
    records.read('key'),
    records.take('key'),
    records.replace('key', 'value', 'newer'),
    records.remove(['key']),
    records.slide(['key'], 1000),
    records.ping(),
    sessions.read('id'),
    sessions.remove('id'),
    sessions.slide('id', 1000),
    sessions.remainingMs('id'),
    new Promise((resolve, reject) =>
      sessions.get('id', (error, value) => (error ? reject(error) : resolve(value))),
    ),
  ]
}
