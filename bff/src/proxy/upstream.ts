import { Pool } from 'undici'
import type { UpstreamConfig } from '../config/upstream-schema.ts'
import type { Logger } from '../logger.ts'
import type { CallSlots } from './call-slots.ts'
import { createCallSlots } from './call-slots.ts'
import type { Credential, CredentialSources } from './credential.ts'
import { createCredential } from './credential.ts'
import { createDroppedHeaderLog } from './dropped-header-log.ts'
import type { RewriteScope } from './link-rewriting.ts'
import { rateLimitAs429 } from './rate-limit-answer.ts'
import type { RequestHeaderRules } from './request-headers.ts'
import { createRequestHeaderRules } from './request-headers.ts'
import type { RouteMatcher } from './route-matcher.ts'
import { createRouteMatcher } from './route-matcher.ts'
import { connectorSkippingContinue } from './skip-continue.ts'
import { createStepUp, type StepUp } from './step-up.ts'
import type { AnswerHead } from './upstream-answer.ts'

/** One upstream, with everything that does not change from call to call worked out. */
export interface Upstream {
  readonly id: string
  readonly credential: Credential
  readonly stepUp: StepUp
  readonly pool: Pool
  readonly rewriteScope: RewriteScope
  readonly matchRoute: RouteMatcher
  readonly requestHeaders: RequestHeaderRules
  /** Puts an answer right that misuses a status; absent: all pass as they are. */
  readonly adaptAnswer: ((received: AnswerHead) => AnswerHead) | undefined
  readonly slots: CallSlots
  readonly maxRequestBytes: number
  /** How long either side of an answer's body may stand still, in milliseconds. */
  readonly idleBodyMs: number
  /** `handshakeMs` is for a whole handshake, from connecting to its answer. */
  readonly webSocket: UpstreamConfig['webSocket'] & { readonly handshakeMs: number }
  /** Absent outside development. */
  readonly logDroppedHeaders: ReturnType<typeof createDroppedHeaderLog> | undefined
}

/** What an upstream needs to know of its surroundings. */
interface UpstreamSurroundings extends CredentialSources {
  readonly publicOrigin: string
  /** Path all upstreams are mounted under, for example `/api`. */
  readonly apiPath: string
  readonly development: boolean
  readonly log: Logger
}

/** Creates an upstream and its connection pool; no connection is made before the first call. */
export function createUpstream(id: string, config: UpstreamConfig, around: UpstreamSurroundings): Upstream {
  const target = new URL(config.target)
  const requestHeaders = createRequestHeaderRules(config)
  const credential = createCredential(config.credential, around)
  return {
    id,
    credential,
    stepUp: createStepUp(credential, around.accessTokens),
    pool: createPool(target.origin, config.timeouts),
    rewriteScope: {
      origin: target.origin,
      basePath: target.pathname.replace(/\/+$/, ''),
      publicOrigin: around.publicOrigin,
      mountPath: `${around.apiPath}/${id}`,
    },
    matchRoute: createRouteMatcher(config.allow, config.deny),
    requestHeaders,
    adaptAnswer: config.rateLimitsAs429 ? rateLimitAs429 : undefined,
    slots: createCallSlots(config.maxConcurrentPerSession),
    maxRequestBytes: config.maxRequestBytes,
    idleBodyMs: config.timeouts.idleBodyMs,
    webSocket: { ...config.webSocket, handshakeMs: config.timeouts.connectMs + config.timeouts.headersMs },
    logDroppedHeaders: around.development
      ? createDroppedHeaderLog(id, requestHeaders, around.log)
      : undefined,
  }
}

/**
 * One connection a call in flight, as many as there are calls: with a cap, a few open event streams
 * would make every other call wait. The sessions' slots and the server's own limit bound their number.
 */
function createPool(origin: string, timeouts: UpstreamConfig['timeouts']): Pool {
  return new Pool(origin, {
    connect: connectorSkippingContinue({ timeout: timeouts.connectMs, allowH2: false }),
    headersTimeout: timeouts.headersMs,
    bodyTimeout: timeouts.idleBodyMs,
    pipelining: 1,
    // Framing, back-pressure and aborts are proven here for HTTP/1.1.
    allowH2: false,
  })
}
