import { afterAll, beforeAll, beforeEach } from 'vitest'
import { RedisServer } from './redis-server.ts'
import type { BffOptions } from './start-bff.ts'

/** A Redis for all tests of the calling suite, empty and awake at the start of each. */
export function redisOfSuite(): {
  server: () => RedisServer
  session: () => NonNullable<BffOptions['session']>
} {
  let redis: RedisServer | undefined
  const server = () => {
    if (!redis) throw new Error('Redis runs in tests only')
    return redis
  }
  beforeAll(async () => {
    redis = await RedisServer.start()
  })
  beforeEach(() => server().clear())
  afterAll(() => redis?.close())

  return { server, session: () => ({ store: { type: 'redis', url: server().url } }) }
}
