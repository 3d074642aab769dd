import type { Logger } from '../../logger.ts'
import { LocalChanges } from './local-changes.ts'
import { MemoryRecords } from './memory-records.ts'
import { MemorySessionStore } from './memory-session-store.ts'
import type { RecordStore } from './record-store.ts'
import { RedisChanges } from './redis-changes.ts'
import { RedisConnection } from './redis-connection.ts'
import type { RedisOptions } from './redis-options.ts'
import { RedisRecords } from './redis-records.ts'
import { RedisSessionStore } from './redis-session-store.ts'
import { RedisTrouble } from './redis-trouble.ts'
import type { SessionChanges } from './session-changes.ts'
import type { SessionStore } from './session-store.ts'

/** Where to keep what is remembered between requests. */
export type StoreOptions = { type: 'memory' } | RedisOptions

/** The two stores of a process, the news of their changes, and how to let go of them. */
export interface Stores {
  sessions: SessionStore
  records: RecordStore
  changes: SessionChanges
  close(): void
}

/**
 * Opens the configured store.
 *
 * @param idleTimeoutMs Life of a session record that nobody slides.
 */
export async function openStores(
  options: StoreOptions,
  idleTimeoutMs: number,
  deps: { now: () => number; log: Logger },
): Promise<Stores> {
  if (options.type === 'memory') {
    const changes = new LocalChanges()
    return {
      sessions: new MemorySessionStore(changes, deps.now, idleTimeoutMs),
      changes,
      records: new MemoryRecords(deps.now),
      close: () => {},
    }
  }
  const trouble = new RedisTrouble(deps.log)
  const redis = await RedisConnection.open(options, trouble)
  const changes = await RedisChanges.open(options, redis, trouble)
  return {
    sessions: new RedisSessionStore(changes, redis, idleTimeoutMs),
    records: new RedisRecords(redis, deps.now),
    changes,
    close() {
      changes.close()
      redis.close()
    },
  }
}
