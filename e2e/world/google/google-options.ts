import type { WorldClock } from '../world-clock.ts'

/** A web client registered at the emulated Google. */
export interface GoogleClient {
  clientId: string
  clientSecret: string
  /** What the account and consent pages call the app. */
  name: string
  /** Exact redirect URIs, port included: Google knows no wildcards. */
  redirectUris: readonly string[]
}

/** How to start the emulated Google. */
export interface GoogleOptions {
  clock: WorldClock
  clients: readonly GoogleClient[]
  /** Public origin of the sign-in pages, also the issuer, when a TLS front stands before them. Default: the loopback listener's. */
  origin?: string
  /** Public origin of the APIs, when a TLS front stands before them. Default: the loopback listener's. */
  apiOrigin?: string
  /** Loopback port of the sign-in pages. Default 0: any free one. */
  port?: number
  /** Loopback port of the APIs. Default 0: any free one. */
  apiPort?: number
  /** How long an access token lives. Default 3600, as at Google. */
  accessTokenLifetimeSeconds?: number
}
