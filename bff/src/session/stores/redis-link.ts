import type { createClient } from 'redis'

/** The commands that both have. None names more than one key: the keys of a cluster are on many servers. */
type Command =
  | 'del'
  | 'eval'
  | 'get'
  | 'getDel'
  | 'pExpire'
  | 'pTTL'
  | 'publish'
  | 'set'
  | 'zRangeByScore'
  | 'zRem'

/** What a client of one Redis and of a cluster have in common. */
export type RedisClient = Pick<ReturnType<typeof createClient>, Command>

/**
 * A way to Redis that comes back by itself after it was lost. It never queues commands while it
 * is away: it refuses them.
 */
export interface RedisLink {
  /**
   * A client whose commands are dropped, if they are still unsent, once the signal is aborted.
   * @throws {Error} nothing is connected.
   */
  client(signal: AbortSignal): RedisClient
  /** Reads many values, in the order of their keys; null where there is none. To be aborted as above. */
  getMany(signal: AbortSignal, keys: readonly string[]): Promise<(string | null)[]>
  /** Resolves when Redis, or any master of a cluster, answers. */
  ping(signal: AbortSignal): Promise<unknown>
  /** Tells that a command was answered. */
  answered(): void
  /** Tells that a command got no answer; some in a row mean that a connection is lost without a word. */
  timedOut(): void
  close(): void
}
