import type { Router } from 'express'
import express from 'express'
import { createBackground } from './background.ts'
import type { ResolvedConfig } from './config/schema.ts'
import { errorResponse } from './error-response.ts'
import { BffError } from './errors.ts'
import type { Logger } from './logger.ts'
import { createProviderRegistry } from './providers/registry.ts'
import { type ApiProxy, createProxy } from './proxy/proxy-route.ts'
import { beginRequest } from './request-context.ts'
import { callback } from './routes/callback.ts'
import { connect } from './routes/connect.ts'
import { connections } from './routes/connections.ts'
import { live, ready } from './routes/health.ts'
import { login } from './routes/login.ts'
import { logout } from './routes/logout.ts'
import { only } from './routes/route.ts'
import type { RouteDeps } from './routes/route-deps.ts'
import { session } from './routes/session.ts'
import { requireCsrf } from './security/csrf.ts'
import { apiHeaders, transportSecurity } from './security/response-headers.ts'
import { createAccessTokens } from './session/access-tokens.ts'
import { FreshTokenSets } from './session/fresh-token-set.ts'
import { IdleTouch } from './session/idle-touch.ts'
import { Leases } from './session/lease.ts'
import { LoginTransactions } from './session/login-transactions.ts'
import { createRecordCipher } from './session/record-cipher.ts'
import { RefreshFailures } from './session/refresh-failures.ts'
import { cookieProfile } from './session/session-cookie.ts'
import { sessionMiddleware } from './session/session-middleware.ts'
import { SessionReader } from './session/session-reader.ts'
import { openStores } from './session/stores/open-stores.ts'
import { TokenRefresher } from './session/token-refresher.ts'
import { TokenStore } from './session/token-store.ts'
import { spaFiles } from './spa/spa-files.ts'

/** What enters from outside: the clock, the log, and whether a person is developing here. */
export interface AppDeps {
  now: () => number
  log: Logger
  development: boolean
}

/** A backend-for-frontend, ready to be mounted. */
export interface Bff {
  /** Everything under the BFF's and the API's path, and the app's files where configured. */
  router: Router
  /** Waits for work under way, then lets go of every connection. */
  close(): Promise<void>
}

/**
 * Puts the BFF together: every middleware and route, in the order a request meets them.
 *
 * @throws {ConfigError} the folder of the app's files holds none; every other problem was reported before.
 */
export async function createApp(config: ResolvedConfig, deps: AppDeps): Promise<Bff> {
  const files = config.spa && spaFiles(config.spa)
  const { routes, proxy, close } = await assemble(config, deps)
  const { bff } = config.paths
  const withSession = sessionMiddleware({ ...routes, secrets: config.session.secrets })
  const withCsrf = requireCsrf(routes.publicOrigin)
  const jsonBody = express.json({ limit: '4kb', strict: true })
  // One spelling each: a return path is checked against these very prefixes.
  const router = express.Router({ caseSensitive: true })

  router.use((req, res, next) => {
    beginRequest(req, res, deps)
    next()
  })
  router.use(transportSecurity(config.publicUrl))
  router.use((req, res, next) => (proxy.matches(req.originalUrl) ? void proxy.handle(req, res) : next()))

  router.use(bff, apiHeaders())
  router.all(`${bff}/login/:provider`, only('GET'), withSession, login(routes))
  router.all(`${bff}/connect/:provider`, only('GET'), withSession, connect(routes))
  router.all(`${bff}/callback/:provider`, only('GET'), withSession, callback(routes))
  router.all(`${bff}/session`, only('GET'), withCsrf, withSession, session(routes))
  router.all(`${bff}/logout`, only('POST'), withCsrf, jsonBody, withSession, logout(routes))
  router.all(`${bff}/connections/:provider`, only('DELETE'), withCsrf, withSession, connections(routes))
  router.all(`${bff}/health/live`, only('GET'), live())
  router.all(`${bff}/health/ready`, only('GET'), ready(routes))
  router.use(bff, () => {
    throw new BffError('route_not_found', 'There is no such address here.')
  })

  if (files) router.use(files)
  router.use(errorResponse())
  return { router, close }
}

interface Assembled {
  routes: RouteDeps
  proxy: ApiProxy
  close(): Promise<void>
}

/** Builds what the routes share. */
async function assemble(config: ResolvedConfig, { now, log, development }: AppDeps): Promise<Assembled> {
  const { publicUrl, paths, upstreams } = config
  const { secrets, store, cookie } = config.session
  const idleTimeoutMs = config.session.idleTimeoutSeconds * 1000
  const absoluteTimeoutMs = config.session.absoluteTimeoutSeconds * 1000
  const publicOrigin = new URL(publicUrl).origin
  const profile = cookieProfile(publicUrl, cookie.sameSite)
  const stores = await openStores(store, idleTimeoutMs, { now, log })
  const { sessions, records } = stores

  const cipher = createRecordCipher(secrets)
  const tokens = new TokenStore(records, cipher)
  const background = createBackground(log)
  const providers = createProviderRegistry(
    config.providers,
    (id) => `${publicOrigin}${paths.bff}/callback/${id}`,
    now,
  )
  const leases = new Leases(records, now)
  const failures = new RefreshFailures(records, now)
  const refresher = new TokenRefresher({ tokens, leases, failures, background, now })
  const fresh = new FreshTokenSets({ tokens, refresher, background, now })
  const reader = new SessionReader({ sessions, profile, secrets, now })
  const idle = new IdleTouch({ sessions, tokens, background, now, idleTimeoutMs })
  const accessTokens = createAccessTokens({ reader, fresh, providers, idle })
  const proxy = createProxy({ upstreams, publicUrl, apiPath: paths.api, accessTokens, development, log })

  const transactions = new LoginTransactions({ records, cipher, profile, now })
  const returnTo = { publicUrl, reserved: [paths.bff, paths.api] }
  const routes = { providers, transactions, sessions, records, tokens, fresh, background, profile, returnTo }
  return {
    routes: { ...routes, publicOrigin, idleTimeoutMs, absoluteTimeoutMs, now },
    proxy,
    async close() {
      await background.settled()
      await proxy.close()
      stores.close()
    },
  }
}
