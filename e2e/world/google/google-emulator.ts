import type { RequestLog } from '../request-log.ts'
import type { Task } from './data/task.ts'
import type { Faults } from './faults.ts'
import type { GoogleEndpoint } from './google-endpoint.ts'

/** A running emulated Google and the switches a test has over it. */
export interface GoogleEmulator {
  /** Public origin of the sign-in pages; the discovery document is below it. */
  issuer: string
  /** Public URL of the Tasks API, `…/tasks/v1`. */
  tasksUrl: string
  /** Public URL of the Calendar API, `…/calendar/v3`. */
  calendarUrl: string
  /** Loopback port of the sign-in pages. */
  port: number
  /** Loopback port of the APIs. */
  apiPort: number
  faults: Faults
  requests: RequestLog<GoogleEndpoint>
  /** The live records of a person's default list, to look at what a call has changed. */
  tasks(email: string): readonly Task[]
  /** Lets every access token run out now; refresh tokens live on. */
  expireAccessTokens(): void
  /** Ends every grant, as if each person had removed the app from their account. */
  revokeAllTokens(): void
  /** Lifetime of access tokens issued from now on. */
  setAccessTokenLifetime(seconds: number): void
  /** Every token, code and client secret handed out since the start, for leak sweeps. */
  issuedTokens(): string[]
  /** Back to the seed: no sessions, grants, faults or logged requests, and the first tasks and events. */
  reset(): void
  close(): Promise<void>
}
