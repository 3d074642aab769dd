import type { RequestLog } from '../request-log.ts'
import type { Repository } from './data/repository.ts'
import type { EndpointKind } from './endpoint-kind.ts'
import type { Faults } from './faults.ts'

/** A running emulated GitHub, and what a test can do to it. */
export interface GithubEmulator {
  /** Public origin of the web pages. */
  webUrl: string
  /** Public origin of the REST API. */
  apiUrl: string
  /** Loopback port behind `webUrl`. */
  webPort: number
  /** Loopback port behind `apiUrl`. */
  apiPort: number
  faults: Faults
  requests: RequestLog<EndpointKind>
  /** The live record, to look at what a call has changed. */
  repository(owner: string, name: string): Repository | undefined
  /** Makes every access token expire now, those without expiry too; refresh tokens stay good. */
  expireAccessTokens(): void
  /** Revokes every token, as if everybody had disconnected every app. */
  revokeAllTokens(): void
  /** Changes how long tokens issued from now on live; `undefined` for no expiry. */
  setTokenLifetime(clientId: string, seconds: number | undefined): void
  /** Every token, refresh token, code and client secret there has ever been, resets included, for leak sweeps. */
  issuedTokens(): string[]
  /** Back to the seed: nobody signed in, nothing granted, no tokens, no faults, an empty log. */
  reset(): void
  close(): Promise<void>
}
