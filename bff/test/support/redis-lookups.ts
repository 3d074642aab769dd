import type { RedisServer } from './redis-server.ts'

/** How many records Redis has been asked for so far; calls on a remembered session add none. */
export async function lookupsSoFar(redis: RedisServer): Promise<number> {
  const [, count] = /cmdstat_get:calls=(\d+)/.exec(await redis.info('commandstats')) ?? []
  return Number(count ?? 0)
}
