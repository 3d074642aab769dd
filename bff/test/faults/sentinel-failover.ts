import { RedisSentinel } from '../support/redis-sentinel.ts'
import { countSessions, urlOf } from './durable-redis.ts'
import type { Fault, FaultyStore } from './faults.ts'
import { untilPromoted, untilReplicated } from './replication.ts'

/** The master dies; the Sentinels notice, agree, and promote the replica. */
export function sentinelFailover(): Fault {
  return { name: 'Sentinel failover', lastsMs: 0, open }
}

async function open(): Promise<FaultyStore> {
  const redis = await RedisSentinel.start()
  const { master, replica } = redis
  const { keyPrefix: _default, ...config } = redis.options()
  const replicaUrl = urlOf(replica, config.password)

  return {
    config,
    async hurt() {
      await untilReplicated(urlOf(master, config.password))
      await master.kill()
    },
    heal: () => untilPromoted(replicaUrl),
    countSessions: () => countSessions(replicaUrl),
    close: () => redis.close(),
  }
}
