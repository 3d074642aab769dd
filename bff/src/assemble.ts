import { type Background, createBackground } from './background.ts'
import type { ResolvedConfig } from './config/schema.ts'
import type { Logger } from './logger.ts'
import type { ProviderTimeLimits } from './providers/provider-http.ts'
import { createProviderRegistry, type ProviderRegistry } from './providers/registry.ts'
import { type ApiProxy, createProxy } from './proxy/proxy-route.ts'
import type { RouteDeps } from './routes/route-deps.ts'
import type { AccessTokens } from './session/access.ts'
import { createAccessTokens } from './session/access-tokens.ts'
import { ClientTokens } from './session/client-tokens.ts'
import { ExchangedTokens } from './session/exchanged-tokens.ts'
import { FreshTokenSets } from './session/fresh-token-set.ts'
import { IdleTouch } from './session/idle-touch.ts'
import { Leases } from './session/lease.ts'
import { LoginTransactions } from './session/login-transactions.ts'
import { moveToFirstSecret } from './session/move-to-first-secret.ts'
import { createRecordCipher, type RecordCipher } from './session/record-cipher.ts'
import { RefreshFailures } from './session/refresh-failures.ts'
import { SessionCache } from './session/session-cache.ts'
import { cookieProfile, sessionIdFrom } from './session/session-cookie.ts'
import { SessionEnds } from './session/session-ends.ts'
import { SessionIndex } from './session/session-index.ts'
import { SessionReader } from './session/session-reader.ts'
import { endSessionByKey } from './session/sign-out.ts'
import { createStillStand } from './session/still-stand.ts'
import { openStores, type Stores } from './session/stores/open-stores.ts'
import { TokenRefresher } from './session/token-refresher.ts'
import { TokenRemoval } from './session/token-removal.ts'
import { TokenStore } from './session/token-store.ts'
import { UserSessions } from './session/user-sessions.ts'

/** What enters from outside: the clock, the log, and whether a person is developing here. */
export interface AppDeps {
  now: () => number
  log: Logger
  development: boolean
  /** Aborted when this process is about to stop: readiness says so then, and all else goes on. */
  retiring?: AbortSignal
  /** Default: what people and proxies in front put up with. */
  providerTimeLimits?: ProviderTimeLimits
}

/** Everything remembered between requests, without anything that answers them. */
export interface SessionParts {
  stores: Stores
  cipher: RecordCipher
  tokens: TokenStore
  failures: RefreshFailures
  index: SessionIndex
  providers: ProviderRegistry
  userSessions: UserSessions
}

/** What the app is made of besides its routes. */
export interface Assembled {
  routes: RouteDeps
  proxy: ApiProxy
  close(): Promise<void>
}

/** Opens the stores and builds what works on them; also for commands that serve nobody. */
export async function assembleSessions(
  config: ResolvedConfig,
  { now, log, providerTimeLimits: timeLimits }: Omit<AppDeps, 'development'>,
): Promise<SessionParts> {
  const { publicUrl, paths, session } = config
  const idleTimeoutMs = session.idleTimeoutSeconds * 1000
  const stores = await openStores(session.store, idleTimeoutMs, { now, log })
  const cipher = createRecordCipher(session.secrets)
  const tokens = new TokenStore(stores.records, cipher, stores.changes)
  const failures = new RefreshFailures(stores.records, now)
  const index = new SessionIndex(stores.records)
  const callbackUrl = (id: string) => `${new URL(publicUrl).origin}${paths.bff}/callback/${id}`
  const resourcesAt = (id: string) => resourcesOf(config, id)
  const providers = createProviderRegistry(config.providers, { callbackUrl, now, timeLimits, resourcesAt })
  const kept = { tokens, failures, index, providers }
  const userSessions = new UserSessions({ ...kept, sessions: stores.sessions, now, idleTimeoutMs })
  return { ...kept, stores, cipher, userSessions }
}

/** A login asks for leave to get each of them a token (RFC 8707 section 2.1). */
function resourcesOf({ upstreams }: ResolvedConfig, providerId: string): string[] {
  const resources = Object.values(upstreams).flatMap(({ credential }) =>
    credential.type === 'userToken' && credential.provider === providerId && credential.resource !== undefined
      ? [credential.resource]
      : [],
  )
  return [...new Set(resources)]
}

/** Builds everything the routes and the proxy share. */
export async function assemble(config: ResolvedConfig, deps: AppDeps): Promise<Assembled> {
  const { now, log } = deps
  const { publicUrl, paths, session } = config
  const { stores, cipher, ...parts } = await assembleSessions(config, deps)
  const background = createBackground(log)
  const profile = cookieProfile(publicUrl, session.cookie.sameSite)
  const leases = new Leases(stores.records)
  const routes: RouteDeps = {
    ...parts,
    ...stores,
    background,
    profile,
    removal: new TokenRemoval({ ...parts, leases, now }),
    transactions: new LoginTransactions({ records: stores.records, cipher, profile, now }),
    returnTo: { publicUrl, reserved: [paths.bff, paths.api] },
    publicOrigin: new URL(publicUrl).origin,
    idleTimeoutMs: session.idleTimeoutSeconds * 1000,
    absoluteTimeoutMs: session.absoluteTimeoutSeconds * 1000,
    maxSessionsPerUser: session.maxSessionsPerUser,
    sessionIdOf: (req) => sessionIdFrom(req, profile, session.secrets),
    moveToFirstSecret: moveToFirstSecret({
      ...parts,
      leases,
      background,
      profile,
      secrets: session.secrets,
    }),
    now,
  }
  const proxy = assembleProxy(config, routes, assembleAccess(routes, leases, session.secrets, log), deps)
  return { routes, proxy, close: () => closeInOrder(background, proxy, stores) }
}

function assembleProxy(
  { upstreams, publicUrl, paths }: ResolvedConfig,
  routes: RouteDeps,
  accessTokens: AccessTokens,
  { development, log }: AppDeps,
): ApiProxy {
  return createProxy({
    upstreams,
    publicUrl,
    apiPath: paths.api,
    accessTokens,
    sessionWatch: new SessionEnds(routes),
    clientTokens: new ClientTokens({ ...routes, log }),
    exchangedTokens: (purpose) => new ExchangedTokens(purpose, routes),
    scopesGranting: (id, scope) => routes.providers.get(id).scopesGranting(scope),
    development,
    log,
  })
}

function assembleAccess(
  routes: RouteDeps,
  leases: Leases,
  secrets: readonly string[],
  log: Logger,
): AccessTokens {
  const cache = new SessionCache({ ...routes, stillStand: createStillStand(routes) })
  const reader = new SessionReader({ ...routes, cache, secrets })
  const endSession = (sessionKey: string) => endSessionByKey(sessionKey, routes)
  const refresher = new TokenRefresher({ ...routes, leases, endSession, log })
  const fresh = new FreshTokenSets({ ...routes, refresher })
  return createAccessTokens({ ...routes, fresh, reader, idle: new IdleTouch(routes) })
}

async function closeInOrder(background: Background, proxy: ApiProxy, stores: Stores): Promise<void> {
  await background.settled()
  await proxy.close().finally(() => stores.close())
}
