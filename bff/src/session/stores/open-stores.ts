import type { Logger } from '../../logger.ts'
import { MemoryRecords } from './memory-records.ts'
import { MemorySessionStore } from './memory-session-store.ts'
import type { RecordStore } from './record-store.ts'
import { RedisConnection } from './redis-connection.ts'
import type { RedisOptions } from './redis-options.ts'
import { RedisRecords } from './redis-records.ts'
import { RedisSessionStore } from './redis-session-store.ts'
import type { SessionStore } from './session-store.ts'

/** Where to keep what is remembered between requests. */
export type StoreOptions = { type: 'memory' } | RedisOptions

/** The two stores of a process, and how to let go of them. */
export interface Stores {
  sessions: SessionStore
  records: RecordStore
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
    return {
      sessions: new MemorySessionStore(deps.now, idleTimeoutMs),
      records: new MemoryRecords(deps.now),
      close: () => {},
    }
  }
  const redis = await RedisConnection.open(options, deps.log)
  return {
    sessions: new RedisSessionStore(redis, idleTimeoutMs),
    records: new RedisRecords(redis, deps.now),
    close: () => redis.close(),
  }
}
