import type { WorldClock } from '../world-clock.ts'

/** An OAuth app registered at the emulated GitHub. */
export interface RegisteredClient {
  clientId: string
  clientSecret: string
  /** What the consent page calls the app. */
  name: string
  /** Exact callback URLs; the first is where a mismatch is reported. A loopback literal matches on any port. */
  redirectUris: readonly string[]
  /** Seconds an access token lives, with a rotating refresh token beside it. Absent: tokens never expire. */
  tokenLifetimeSeconds?: number
}

/** How to start the emulated GitHub. */
export interface GithubOptions {
  clock: WorldClock
  clients: readonly RegisteredClient[]
  /** Public origin of the web pages, when a TLS front stands before them. Default: the loopback listener's. */
  webOrigin?: string
  /** Public origin of the API, when a TLS front stands before it. Default: the loopback listener's. */
  apiOrigin?: string
  /** Loopback port of the web listener. Default 0: any free one. */
  webPort?: number
  /** Loopback port of the API listener. Default 0: any free one. */
  apiPort?: number
}

/** The two public origins every URL in a page, header or body is built from. */
export interface Origins {
  web: string
  api: string
}
