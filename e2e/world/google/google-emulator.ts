import Provider from 'oidc-provider'
import { listenOnLoopback } from '../github/loopback-listener.ts'
import { createRequestLog, type RequestLog } from '../request-log.ts'
import { createApiApp } from './api/api-app.ts'
import { createWorkspaceData } from './data/workspace-data.ts'
import { createFaults, type Faults } from './faults.ts'
import type { GoogleEndpoint } from './google-endpoint.ts'
import type { GoogleOptions } from './google-options.ts'
import { createAccountsApp } from './oauth/accounts-app.ts'
import { shapeAnswers } from './oauth/google-answers.ts'
import { createIssuedSecrets } from './oauth/issued-secrets.ts'
import { createOfflineAccess } from './oauth/offline-access.ts'
import { buildProviderSettings } from './oauth/provider-settings.ts'
import { createRecordStore } from './oauth/record-store.ts'

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

const DEFAULT_LIFETIME_SECONDS = 3600

/**
 * Starts the emulated Google: sign-in and tokens on one listener, Tasks and Calendar on another.
 *
 * @throws {Error} with `NODE_ENV=production`: the emulator lets anybody sign in as anybody.
 */
export async function startGoogle(options: GoogleOptions): Promise<GoogleEmulator> {
  if (process.env.NODE_ENV === 'production')
    throw new Error('the emulated Google refuses to run in production')

  const accounts = await listenOnLoopback(options.port ?? 0)
  const apis = await listenOnLoopback(options.apiPort ?? 0)
  const issuer = options.origin ?? accounts.url
  const apiOrigin = options.apiOrigin ?? apis.url
  const urls = { tasks: `${apiOrigin}/tasks/v1`, calendar: `${apiOrigin}/calendar/v3` }

  const parts = createParts(options, issuer)
  accounts.server.on('request', createAccountsApp(parts))
  apis.server.on('request', createApiApp({ ...parts, clock: options.clock, urls }))

  const { faults, requests, records, secrets, data } = parts
  return {
    issuer,
    tasksUrl: urls.tasks,
    calendarUrl: urls.calendar,
    port: accounts.port,
    apiPort: apis.port,
    faults,
    requests,
    expireAccessTokens: () => records.expire('AccessToken'),
    revokeAllTokens: () => records.clear('Grant', 'AccessToken', 'RefreshToken', 'AuthorizationCode'),
    setAccessTokenLifetime: parts.setLifetime,
    issuedTokens: secrets.all,
    reset: () => {
      for (const part of [faults, requests, data]) part.reset()
      records.clear()
      parts.setLifetime(options.accessTokenLifetimeSeconds ?? DEFAULT_LIFETIME_SECONDS)
    },
    close: async () => {
      await Promise.all([accounts.close(), apis.close()])
    },
  }
}

function createParts({ clock, clients, accessTokenLifetimeSeconds }: GoogleOptions, issuer: string) {
  let lifetimeSeconds = accessTokenLifetimeSeconds ?? DEFAULT_LIFETIME_SECONDS
  const faults = createFaults()
  const requests = createRequestLog<GoogleEndpoint>()
  const records = createRecordStore(clock)
  const offlineAccess = createOfflineAccess()
  const secrets = createIssuedSecrets(clients.map(({ clientSecret }) => clientSecret))
  const data = createWorkspaceData(clock)

  const provider = new Provider(
    issuer,
    buildProviderSettings({
      issuer,
      clients,
      records,
      offlineAccess,
      accessTokenLifetimeSeconds: () => lifetimeSeconds,
    }),
  )
  provider.proxy = true
  shapeAnswers(provider, { faults, secrets, offlineAccess })

  const setLifetime = (seconds: number) => {
    lifetimeSeconds = seconds
  }
  return { provider, records, faults, requests, secrets, data, setLifetime }
}
