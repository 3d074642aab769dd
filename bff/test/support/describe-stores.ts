import { afterAll, beforeAll, describe } from 'vitest'
import { createLogger } from '../../src/logger.ts'
import { openStores, type Stores } from '../../src/session/stores/open-stores.ts'
import { hasRedis, RedisServer } from './redis-server.ts'

/** Life of a session record nobody slides, in the suites of {@link describeStores}. */
export const IDLE_TIMEOUT_MS = 60_000

/**
 * Runs one suite over the memory stores and over those in a real Redis, which are skipped aloud
 * where there is none.
 *
 * @param suite Gets the open stores from the function it is given, inside its tests.
 */
export function describeStores(subject: string, suite: (stores: () => Stores) => void): void {
  for (const type of ['memory', 'redis'] as const) {
    describe.skipIf(type === 'redis' && !hasRedis)(`${subject} in ${type}`, () => {
      let opened: Opened | undefined
      beforeAll(async () => {
        opened = await open(type)
      })
      afterAll(() => opened?.close())

      suite(() => {
        if (!opened) throw new Error('the stores are open in tests only')
        return opened.stores
      })
    })
  }
}

interface Opened {
  stores: Stores
  close(): Promise<void>
}

async function open(type: 'memory' | 'redis'): Promise<Opened> {
  const server = type === 'redis' ? await RedisServer.start() : undefined
  const options = server
    ? { type: 'redis' as const, url: server.url, keyPrefix: 'test:' }
    : { type: 'memory' as const }
  const stores = await openStores(options, IDLE_TIMEOUT_MS, { now: Date.now, log: createLogger('silent') })
  return {
    stores,
    async close() {
      stores.close()
      await server?.close()
    },
  }
}
