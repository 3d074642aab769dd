/** What the bench tells a peer's server through its environment. */
export interface PeerSettings {
  port: number
  /** Of the API that calls are passed on to. */
  upstreamUrl: string
  /** Path under which the API is served. */
  apiPrefix: string
  redisUrl: string
  /** Keeps the peers' records apart in one Redis. */
  keyPrefix: string
  secret: string
  store: 'redis' | 'cookie'
}

/** Header in which the bench gives `/sign-in` the token that the new session is to hold. */
export const TOKEN_HEADER = 'x-token'

/** Reads the settings. */
export function readSettings(): PeerSettings {
  const { PORT, UPSTREAM_URL, API_PREFIX, REDIS_URL, KEY_PREFIX, SECRET, STORE } = process.env
  return {
    port: Number(PORT),
    upstreamUrl: UPSTREAM_URL ?? '',
    apiPrefix: API_PREFIX ?? '',
    redisUrl: REDIS_URL ?? '',
    keyPrefix: KEY_PREFIX ?? '',
    secret: SECRET ?? '',
    store: STORE === 'cookie' ? 'cookie' : 'redis',
  }
}
