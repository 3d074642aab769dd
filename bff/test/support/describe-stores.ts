import { afterAll, beforeAll, describe } from 'vitest'
import { createLogger } from '../../src/logger.ts'
import { openStores, type StoreOptions, type Stores } from '../../src/session/stores/open-stores.ts'
import { RedisCluster } from './redis-cluster.ts'
import { RedisOverTls } from './redis-over-tls.ts'
import { RedisSentinel } from './redis-sentinel.ts'
import { hasRedis, RedisServer } from './redis-server.ts'

/** Life of a session record nobody slides, in the suites of {@link describeStores}. */
export const IDLE_TIMEOUT_MS = 60_000

/** Forming a cluster, or letting Sentinels find each other, takes seconds on a busy machine. */
const START_TIMEOUT_MS = 60_000

/**
 * Runs one suite over the memory stores and over those in every form of a real Redis, which are
 * skipped aloud where there is none.
 *
 * @param suite Gets the open stores from the functions it is given, inside its tests: those of one
 *   process and those of another, which are the same in memory.
 */
export function describeStores(
  subject: string,
  suite: (stores: () => Stores, others: () => Stores) => void,
): void {
  for (const [place, { canRun, start }] of Object.entries(PLACES)) {
    describe.skipIf(!canRun)(`${subject} in ${place}`, () => {
      let opened: Opened | undefined
      beforeAll(async () => {
        opened = await open(start)
      }, START_TIMEOUT_MS)
      afterAll(() => opened?.close())

      const inTests = () => {
        if (!opened) throw new Error('the stores are open in tests only')
        return opened
      }
      suite(
        () => inTests().stores,
        () => inTests().others,
      )
    })
  }
}

/** A server, or several, that keep what is written. */
interface Place {
  options(): StoreOptions
  close(): Promise<void>
}

const PLACES: Record<string, { canRun: boolean; start: () => Promise<Place> }> = {
  memory: {
    canRun: true,
    start: async () => ({ options: () => ({ type: 'memory' }), close: async () => {} }),
  },
  redis: { canRun: hasRedis, start: startSingle },
  'redis-cluster': { canRun: hasRedis, start: () => RedisCluster.start() },
  'redis-sentinel': { canRun: hasRedis, start: () => RedisSentinel.start() },
  'redis over TLS': { canRun: hasRedis, start: () => RedisOverTls.start() },
}

async function startSingle(): Promise<Place> {
  const server = await RedisServer.start()
  return {
    options: () => ({ type: 'redis', url: server.url, keyPrefix: 'test:' }),
    close: () => server.close(),
  }
}

interface Opened {
  stores: Stores
  others: Stores
  close(): Promise<void>
}

async function open(start: () => Promise<Place>): Promise<Opened> {
  const place = await start()
  const deps = { now: Date.now, log: createLogger('silent') }
  const options = place.options()
  const stores = await openStores(options, IDLE_TIMEOUT_MS, deps)
  const others = options.type === 'memory' ? stores : await openStores(options, IDLE_TIMEOUT_MS, deps)
  return {
    stores,
    others,
    async close() {
      stores.close()
      others.close()
      await place.close()
    },
  }
}
