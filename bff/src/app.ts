import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RequestHandler, Router } from 'express'
import express from 'express'
import { type AppDeps, assemble } from './assemble.ts'
import type { ResolvedConfig } from './config/schema.ts'
import { errorResponse } from './error-response.ts'
import { BffError } from './errors.ts'
import type { ApiProxy } from './proxy/proxy-route.ts'
import { type BeginRequest, createBeginRequest, wholeTarget } from './request-context.ts'
import { backchannelLogout, logoutTokenForm } from './routes/backchannel-logout.ts'
import { callback } from './routes/callback.ts'
import { connect } from './routes/connect.ts'
import { connections } from './routes/connections.ts'
import { formPost } from './routes/form-post.ts'
import { live, ready } from './routes/health.ts'
import { initiateLogin } from './routes/initiate-login.ts'
import { login } from './routes/login.ts'
import { logout } from './routes/logout.ts'
import { only } from './routes/route.ts'
import { session } from './routes/session.ts'
import { endOneSession, listSessions } from './routes/sessions.ts'
import { createClientAddress } from './security/client-address.ts'
import { requireCsrf } from './security/csrf.ts'
import { createRateLimits } from './security/rate-limits.ts'
import { bffHeaders, setHeaders, transportSecurity } from './security/response-headers.ts'
import { sessionMiddleware } from './session/session-middleware.ts'
import { MemoryRecords } from './session/stores/memory-records.ts'
import { spaFiles } from './spa/spa-files.ts'
import type { WebSockets } from './websocket/web-sockets.ts'

/** A backend-for-frontend, ready to be mounted. */
export interface Bff {
  /** Everything under the BFF's and the API's path, and the app's files where configured. */
  router: Router
  /**
   * Answers calls to upstreams, and nothing else. The router does that too; put in front of Express,
   * this spares them what Express does for every request.
   */
  api(req: IncomingMessage, res: ServerResponse, next: () => void): void
  /** Listener for the server's `upgrade` event: WebSockets to upstreams. It answers whatever asks for an upgrade. */
  upgrade: WebSockets['upgrade']
  /** Ends all WebSockets and opens no more: a server that closes would wait for them for as long as they last. */
  closeWebSockets(): Promise<void>
  /** Waits for work under way, then lets go of every connection. */
  close(): Promise<void>
}

const jsonBody = express.json({ limit: '4kb', strict: true })

/**
 * Puts the BFF together: every middleware and route, in the order a request meets them.
 *
 * @throws {ConfigError} the folder of the app's files holds none; every other problem was reported before.
 */
export async function createApp(config: ResolvedConfig, deps: AppDeps): Promise<Bff> {
  const files = config.spa && spaFiles(config.spa)
  const { routes, proxy, close } = await assemble(config, deps)
  const clientAddress = createClientAddress(config.trustProxy)
  const beginRequest = createBeginRequest({ ...deps, clientAddress })
  const { bff } = config.paths
  const withSession = sessionMiddleware({ ...routes, secrets: config.session.secrets })
  const withCsrf = requireCsrf(routes.publicOrigin)
  const counters = { shared: routes.records, own: new MemoryRecords(deps.now) }
  const within = createRateLimits(config.rateLimits, { clientAddress, ...counters })
  const api = apiDoor(proxy, beginRequest)
  // One spelling each: a return path is checked against these very prefixes.
  const router = express.Router({ caseSensitive: true })

  router.use(api, beginEvery(beginRequest, transportSecurity(config.publicUrl)))
  router.use(bff, bffHeaders())
  router.all(`${bff}/login/:provider`, only('GET'), within.logins, withSession, login(routes))
  router.all(`${bff}/initiate-login/:provider`, only('GET', 'POST'), initiateLogin(routes, bff))
  router.all(`${bff}/connect/:provider`, only('GET'), within.logins, withSession, connect(routes))
  router.all(`${bff}/callback/:provider`, formPost(routes), within.callbacks, withSession, callback(routes))
  router.all(`${bff}/session`, only('GET'), withCsrf, withSession, session(routes))
  router.all(`${bff}/logout`, only('POST'), withCsrf, jsonBody, withSession, logout(routes))
  router.all(`${bff}/sessions`, only('GET'), withCsrf, withSession, listSessions(routes))
  router.all(`${bff}/sessions/:id`, only('DELETE'), withCsrf, withSession, endOneSession(routes))
  router.all(`${bff}/connections/:provider`, only('DELETE'), withCsrf, withSession, connections(routes))
  router.all(
    `${bff}/backchannel-logout/:provider`,
    only('POST'),
    within.backchannelLogouts,
    logoutTokenForm(),
    backchannelLogout(routes),
  )
  router.all(`${bff}/health/live`, only('GET'), live())
  router.all(`${bff}/health/ready`, only('GET'), ready(routes, deps.retiring))
  router.use(bff, refuseUnknown)

  if (files) router.use(files)
  router.use(errorResponse())
  return { router, api, ...socketDoor(proxy, beginRequest), close }
}

function refuseUnknown(): never {
  throw new BffError('route_not_found', 'There is no such address here.')
}

/** The proxy says by itself what every answer says. */
function beginEvery(beginRequest: BeginRequest, everyAnswer: readonly string[]): RequestHandler {
  return function begin(req, res, next) {
    setHeaders(res, ['X-Request-Id', beginRequest(req, res).requestId, ...everyAnswer])
    next()
  }
}

function apiDoor(proxy: ApiProxy, beginRequest: BeginRequest): Bff['api'] {
  return function api(req, res, next) {
    if (proxy.matches(wholeTarget(req))) {
      beginRequest(req, res)
      void proxy.handle(req, res)
    } else {
      next()
    }
  }
}

function socketDoor(
  { webSockets }: ApiProxy,
  beginRequest: BeginRequest,
): Pick<Bff, 'upgrade' | 'closeWebSockets'> {
  return {
    upgrade(req, socket, head) {
      beginRequest(req)
      webSockets.upgrade(req, socket, head)
    },
    closeWebSockets: () => webSockets.close(),
  }
}
