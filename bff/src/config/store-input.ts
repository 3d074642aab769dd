import type { Secret } from './secret.ts'

/** Where sessions and token sets live. */
export type StoreInput = { type: 'memory' } | RedisInput | RedisClusterInput | RedisSentinelInput

/** One Redis. */
interface RedisInput {
  type: 'redis'
  /** `redis://`, or `rediss://` for TLS; may carry an ACL user and password. */
  url: Secret
  /** For a `rediss://` url. Default: the system's authorities, and no client certificate. */
  tls?: RedisTlsInput | undefined
  /** Put before every key. Default `coatcheck:`. */
  keyPrefix?: string | undefined
}

/** A Redis Cluster. */
interface RedisClusterInput extends RedisAccessInput {
  type: 'redis-cluster'
  /** URLs of some nodes, all `redis://` or all `rediss://`; the others are discovered. */
  nodes: Secret[]
}

/** A master and its replicas, watched over by Sentinels. */
interface RedisSentinelInput extends RedisAccessInput {
  type: 'redis-sentinel'
  sentinels: { host: string; port: number }[]
  /** What the Sentinels call the master. */
  name: string
  /** Asked for by the Sentinels themselves. Default: none. */
  sentinelPassword?: Secret | undefined
}

interface RedisAccessInput {
  /** ACL user. Default: Redis's `default`, or for a cluster the one in the first node's URL. */
  username?: string | undefined
  password?: Secret | undefined
  /** Connects with TLS, everywhere; `{}` trusts the system's authorities. Default: no TLS, or as the URLs say. */
  tls?: RedisTlsInput | undefined
  /** Put before every key. Default `coatcheck:`. */
  keyPrefix?: string | undefined
}

/** PEM files, relative to the configuration file. */
interface RedisTlsInput {
  /** Authority that signed the server's certificate. */
  caFile?: string | undefined
  /** Certificate this client shows; needs `keyFile`. */
  certFile?: string | undefined
  keyFile?: string | undefined
}
