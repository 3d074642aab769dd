import type { RedisServer } from './redis-server.ts'

/** How often Redis has been asked for records so far; calls on a remembered session add none. */
export async function lookupsSoFar(redis: RedisServer): Promise<number> {
  const stats = await redis.info('commandstats')
  const calls = [...stats.matchAll(/cmdstat_m?get:calls=(\d+)/g)].map(([, count]) => Number(count))
  return calls.reduce((sum, count) => sum + count, 0)
}
