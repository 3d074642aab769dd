import { listenOnLoopback } from '../loopback-listener.ts'
import { createRequestLog } from '../request-log.ts'
import { createApiApp } from './api/api-app.ts'
import { createRateLimit } from './api/rate-limit.ts'
import { PEOPLE_ACCOUNTS } from './data/account.ts'
import { createDatabase } from './data/database.ts'
import type { EndpointKind } from './endpoint-kind.ts'
import { createFaults } from './faults.ts'
import type { GithubEmulator } from './github-emulator.ts'
import type { GithubOptions } from './github-options.ts'
import { createAuthorizationCodes } from './oauth/authorization-codes.ts'
import { createAuthorizationResponses } from './oauth/authorization-response.ts'
import { createAuthorizations } from './oauth/authorizations.ts'
import { createClientRegistry } from './oauth/client-registry.ts'
import { createTokenStore } from './oauth/token-store.ts'
import { createWebSessions } from './oauth/web-sessions.ts'
import { createWebApp } from './web-app.ts'

/**
 * Starts an emulated GitHub that enforces what the real one enforces.
 *
 * @throws {Error} `NODE_ENV` is `production`: anybody can sign in here as anybody.
 */
export async function startGithub(options: GithubOptions): Promise<GithubEmulator> {
  if (process.env.NODE_ENV === 'production')
    throw new Error('the emulated GitHub refuses NODE_ENV=production')
  const web = await listenOnLoopback(options.webPort ?? 0)
  const api = await listenOnLoopback(options.apiPort ?? 0)
  const origins = { web: options.webOrigin ?? web.url, api: options.apiOrigin ?? api.url }

  const state = createState(options, origins.web)
  const deps = { ...state, origins, clock: options.clock, people: PEOPLE_ACCOUNTS }
  web.server.on('request', createWebApp(deps))
  api.server.on('request', createApiApp(deps))

  return {
    webUrl: origins.web,
    apiUrl: origins.api,
    webPort: web.port,
    apiPort: api.port,
    ...controls(state),
    close: async () => {
      await Promise.all([web.close(), api.close()])
    },
  }
}

type State = ReturnType<typeof createState>

function createState({ clock, clients }: GithubOptions, webOrigin: string) {
  const faults = createFaults()
  return {
    faults,
    requests: createRequestLog<EndpointKind>(),
    database: createDatabase(clock),
    clients: createClientRegistry(clients),
    codes: createAuthorizationCodes(clock),
    authorizations: createAuthorizations(),
    tokens: createTokenStore(clock),
    rateLimit: createRateLimit(clock),
    webSessions: createWebSessions(webOrigin.startsWith('https:')),
    responses: createAuthorizationResponses(webOrigin, faults),
  }
}

function controls(state: State) {
  const { faults, requests, database, clients, codes, tokens } = state
  return {
    faults,
    requests,
    repository: database.repository,
    expireAccessTokens: tokens.expireAll,
    revokeAllTokens: tokens.revokeAll,
    setTokenLifetime: clients.setTokenLifetime,
    issuedTokens: () => [...tokens.everIssued(), ...codes.everIssued(), ...clients.secrets()],
    reset: () => {
      const { authorizations, rateLimit, webSessions } = state
      for (const part of [
        faults,
        requests,
        database,
        clients,
        codes,
        authorizations,
        rateLimit,
        webSessions,
      ]) {
        part.reset()
      }
      tokens.revokeAll()
    },
  }
}
