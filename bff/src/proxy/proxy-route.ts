import type { IncomingMessage, ServerResponse } from 'node:http'
import type { UpstreamConfig } from '../config/upstream-schema.ts'
import { BffError } from '../errors.ts'
import type { Logger } from '../logger.ts'
import { sendProblem } from '../problem-response.ts'
import { requestContext } from '../request-context.ts'
import type { CsrfRule } from '../security/csrf.ts'
import { checkCsrf } from '../security/csrf.ts'
import { setHeaders, transportSecurity } from '../security/response-headers.ts'
import type { SessionAccess } from '../session/access.ts'
import type { SessionWatch } from '../session/session-watch.ts'
import { createWebSockets, type WebSockets } from '../websocket/web-sockets.ts'
import { assertAllowed } from './assert-allowed.ts'
import type { CredentialSources } from './credential.ts'
import { findDestination } from './destination.ts'
import { forward } from './forward.ts'
import { toProxyError } from './proxy-error.ts'
import { recordRefusal } from './record-refusal.ts'
import { isLoop } from './request-headers.ts'
import type { RouteMatch } from './route-matcher.ts'
import { createUpstream } from './upstream.ts'

/** What the proxy stands on. */
export interface ProxyDeps extends CredentialSources {
  /** By the first segment of the path below `apiPath`. */
  upstreams: Record<string, UpstreamConfig>
  /** Its origin is the one the browser sees. */
  publicUrl: string
  /** Where the proxy is mounted, without a trailing slash; `/api` by default. */
  apiPath: string
  sessionWatch: SessionWatch
  /** Names dropped request headers in the log. */
  development: boolean
  log: Logger
}

/** The proxy on Node's own request and response, so that it serves in front of Express and inside it. */
export interface ApiProxy {
  /** Whether a request target is the proxy's to answer. */
  matches(target: string): boolean
  /** Answers one request, which has been begun, always; never rejects. */
  handle(req: IncomingMessage, res: ServerResponse): Promise<void>
  readonly webSockets: WebSockets
  /** Cuts the calls still in flight and all connections to upstreams; drain first. */
  close(): Promise<void>
}

/**
 * Creates the proxy: each call is judged by its target, its proof of origin, the allow-list and its
 * session, in this order, and only then gets a token and goes out.
 */
export function createProxy(deps: ProxyDeps): ApiProxy {
  const { apiPath, accessTokens } = deps
  const publicOrigin = new URL(deps.publicUrl).origin
  const around = { ...deps, publicOrigin }
  const upstreams = new Map(
    Object.entries(deps.upstreams).map(([id, config]) => [id, createUpstream(id, config, around)]),
  )
  const webSockets = createWebSockets({ ...deps, upstreams, publicOrigin })
  const everyAnswer = transportSecurity(deps.publicUrl)
  const absoluteForm = new RegExp(`^[a-z][a-z0-9+.-]*://[^/?#]*${apiPath}(?:[/?#]|$)`, 'i')

  async function handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    let session: SessionAccess | undefined
    let giveSlotBack: (() => void) | undefined
    try {
      const { upstream, path, query, match } = findDestination(req, apiPath, upstreams)
      checkCsrf(req.headers, publicOrigin, csrfRuleOf(req, match))
      const rule = assertAllowed(match)
      if (isLoop(req.headers.via)) {
        throw new BffError('upstream_unreachable', 'The API leads back to this app.')
      }
      upstream.logDroppedHeaders?.(req.headers)

      const found = accessTokens.authenticate(req)
      session = found instanceof Promise ? await found : found
      if (rule.requires) upstream.stepUp.assert(session, rule.requires)
      giveSlotBack = upstream.slots.take(session.sessionId)
      await forward({ req, res, upstream, rule, path, query, session, ownHeaders: ownHeaders(req) })
    } catch (error) {
      const problem = toProxyError(error)
      recordRefusal(req, problem, session)
      answerFailure(req, res, problem)
    } finally {
      giveSlotBack?.()
    }
  }

  function ownHeaders(req: IncomingMessage): string[] {
    return ['X-Request-Id', requestContext(req).requestId, ...everyAnswer]
  }

  function answerFailure(req: IncomingMessage, res: ServerResponse, problem: BffError): void {
    // Nobody is left to answer: the client went away, and took the upstream call with it.
    if (res.destroyed) return
    if (problem.status >= 500) requestContext(req).log.warn({ error: problem }, 'proxied call failed')
    if (!res.headersSent) setHeaders(res, ownHeaders(req))
    sendProblem(req, res, problem)
  }

  return {
    matches(target) {
      if (!target.startsWith(apiPath)) return absoluteForm.test(target)
      const next = target[apiPath.length]
      return next === undefined || next === '/' || next === '?' || next === '#'
    },

    handle,
    webSockets,

    async close() {
      await webSockets.close()
      await Promise.all([...upstreams.values()].map(({ pool }) => pool.destroy()))
    },
  }
}

/** The lighter rule is for what a page embeds; a call that changes something always needs the header. */
function csrfRuleOf(req: IncomingMessage, match: RouteMatch): CsrfRule {
  const safe = req.method === 'GET' || req.method === 'HEAD'
  return match.kind === 'allowed' && safe ? match.rule.csrf : 'header'
}
