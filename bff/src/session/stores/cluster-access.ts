import type { Access } from './redis-client-settings.ts'
import type { RedisClusterOptions } from './redis-options.ts'

/** Who connects to the nodes of a cluster; what is not said for all of them stands in the first one's URL. */
export function clusterAccess({ nodes, username, password, tls }: RedisClusterOptions): Access {
  const first = new URL(nodes[0] ?? '')
  return {
    username: username ?? (decodeURIComponent(first.username) || undefined),
    password: password ?? (decodeURIComponent(first.password) || undefined),
    tls: tls ?? (first.protocol === 'rediss:' ? {} : undefined),
  }
}
