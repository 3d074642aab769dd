import Provider from 'oidc-provider'
import { listenOnLoopback } from '../loopback-listener.ts'
import { createRequestLog } from '../request-log.ts'
import type { Person } from '../seed.ts'
import { createApiApp } from './api/api-app.ts'
import { createWorkspaceData } from './data/workspace-data.ts'
import { createFaults } from './faults.ts'
import { findPerson } from './find-person.ts'
import type { GoogleEmulator } from './google-emulator.ts'
import type { GoogleEndpoint } from './google-endpoint.ts'
import type { GoogleOptions } from './google-options.ts'
import { createAccountsApp } from './oauth/accounts-app.ts'
import { shapeAnswers } from './oauth/google-answers.ts'
import { createIssuedSecrets } from './oauth/issued-secrets.ts'
import { createOfflineAccess } from './oauth/offline-access.ts'
import { buildProviderSettings } from './oauth/provider-settings.ts'
import { createRecordStore } from './oauth/record-store.ts'

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
    tasks: (email) => data.tasksOf(knownPerson(email)).list('@default').tasks,
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

function knownPerson(email: string): Person {
  const person = findPerson(email)
  if (!person) throw new Error(`nobody here is ${email}`)
  return person
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
