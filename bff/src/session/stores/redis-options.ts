/** PEM texts: an authority of one's own, and a client certificate with its key. */
export interface RedisTls {
  ca?: string | undefined
  cert?: string | undefined
  key?: string | undefined
}

/** One Redis. */
export interface SingleRedisOptions {
  type: 'redis'
  /** May carry an ACL user and password. */
  url: string
  tls?: RedisTls | undefined
  keyPrefix: string
}

/** A Redis Cluster; it is discovered from any of the nodes that is up. */
export interface RedisClusterOptions {
  type: 'redis-cluster'
  nodes: string[]
  username?: string | undefined
  password?: string | undefined
  tls?: RedisTls | undefined
  keyPrefix: string
}

/** A master that Sentinels watch over. */
export interface RedisSentinelOptions {
  type: 'redis-sentinel'
  sentinels: { host: string; port: number }[]
  /** What the Sentinels call the master. */
  name: string
  username?: string | undefined
  password?: string | undefined
  sentinelPassword?: string | undefined
  /** Present: TLS to the Sentinels and to the servers. */
  tls?: RedisTls | undefined
  keyPrefix: string
}

/** Where Redis is, and how to be let in. */
export type RedisOptions = SingleRedisOptions | RedisClusterOptions | RedisSentinelOptions
