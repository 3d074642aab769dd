import type { RedisProcess } from '../support/redis-process.ts'
import { DelayingProxy } from './delaying-proxy.ts'
import { changePassword, countSessions, restorePassword, startDurableRedis, urlOf } from './durable-redis.ts'

/** A store that can be hurt. */
export interface FaultyStore {
  /** `session.store` of the configuration. */
  config: object
  /** Begins the fault. */
  hurt(): Promise<void>
  /** Resolves when the store itself is well again. */
  heal(): Promise<void>
  /** How many sessions it holds. */
  countSessions(): Promise<number>
  close(): Promise<void>
}

/** One thing that happens to a store in production. */
export interface Fault {
  name: string
  /** How long it lasts before {@link FaultyStore.heal}. */
  lastsMs: number
  open(): Promise<FaultyStore>
}

/** Redis stands still with its connections open, as a machine does that swaps. */
export function redisFrozen(lastsMs: number): Fault {
  return {
    name: `Redis SIGSTOP for ${lastsMs / 1000} s`,
    lastsMs,
    open: () => onOneRedis((redis) => ({ hurt: async () => redis.freeze(), heal: async () => redis.thaw() })),
  }
}

/** Redis dies and comes back with its data. */
export function redisKilled(lastsMs: number): Fault {
  return {
    name: `Redis SIGKILL, restart after ${lastsMs / 1000} s`,
    lastsMs,
    open: () => onOneRedis((redis) => ({ hurt: () => redis.kill(), heal: () => redis.restart() })),
  }
}

/** Somebody rotates the password of Redis and forgets the BFF for a while. */
export function passwordWrong(lastsMs: number): Fault {
  return {
    name: `wrong password for ${lastsMs / 1000} s`,
    lastsMs,
    open: () =>
      onOneRedis((redis) => ({
        hurt: () => changePassword(redis),
        heal: () => restorePassword(redis),
      })),
  }
}

/** Redis answers everything, but too late. */
export function redisSlow(delayMs: number, lastsMs: number): Fault {
  return {
    name: `${delayMs / 1000} s latency for ${lastsMs / 1000} s`,
    lastsMs,
    async open() {
      const redis = await startDurableRedis()
      const proxy = await DelayingProxy.start(redis.port)
      return {
        config: { type: 'redis', url: urlOf(proxy) },
        async hurt() {
          proxy.delayMs = delayMs
        },
        async heal() {
          proxy.delayMs = 0
        },
        countSessions: () => countSessions(urlOf(redis)),
        async close() {
          proxy.close()
          await redis.close()
        },
      }
    },
  }
}

async function onOneRedis(
  fault: (redis: RedisProcess) => Pick<FaultyStore, 'hurt' | 'heal'>,
): Promise<FaultyStore> {
  const redis = await startDurableRedis()
  return {
    config: { type: 'redis', url: urlOf(redis) },
    ...fault(redis),
    countSessions: () => countSessions(urlOf(redis)),
    close: () => redis.close(),
  }
}
