import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { BffError } from '../errors.ts'
import type { Logger } from '../logger.ts'
import { assertAllowed } from '../proxy/assert-allowed.ts'
import { findDestination } from '../proxy/destination.ts'
import { toProxyError } from '../proxy/proxy-error.ts'
import { recordRefusal } from '../proxy/record-refusal.ts'
import { isLoop } from '../proxy/request-headers.ts'
import type { Upstream } from '../proxy/upstream.ts'
import { pathOf, requestContext } from '../request-context.ts'
import { checkCsrf } from '../security/csrf.ts'
import type { AccessTokens, SessionAccess } from '../session/access.ts'
import type { SessionEnd, SessionWatch } from '../session/session-watch.ts'
import { readHandshake } from './handshake-request.ts'
import { refuseUpgrade } from './refuse-upgrade.ts'
import { connect, type SocketCall, type UpgradeRequest } from './socket-call.ts'
import type { SocketClose } from './socket-close.ts'

/** What WebSocket upstreams stand on. */
interface WebSocketsDeps {
  upstreams: ReadonlyMap<string, Upstream>
  /** The one origin whose pages may open a WebSocket. */
  publicOrigin: string
  apiPath: string
  accessTokens: AccessTokens
  sessionWatch: SessionWatch
}

/** The WebSockets of the proxy, from the handshake to the close. */
export interface WebSockets {
  /**
   * Answers one `upgrade` event of a server, whose request has been begun, always: with a WebSocket, or with problem
   * details and the end.
   */
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Opens no more, ends those that are open with 1001, and resolves when all are gone. */
  close(): Promise<void>
}

const ENDS = {
  session_ended: new BffError('unauthenticated', 'The session has ended.'),
  disconnected: new BffError('not_connected', 'This session has no account connected there.'),
} satisfies Record<SessionEnd, BffError>
const STOPPING = new BffError('upstream_unreachable', 'This server is about to stop; connect again.')

/**
 * Creates the door for WebSockets: each handshake is judged by the same steps, in the same order, as a
 * call over HTTP, and ends with its session.
 *
 * @see RFC 6455 sections 4.2 and 10.2
 */
export function createWebSockets(deps: WebSocketsDeps): WebSockets {
  const { apiPath, publicOrigin, accessTokens, sessionWatch } = deps
  const open = new Map<AbortController, Promise<void>>()
  let isClosing = false

  /** All that can be said before anybody looks whose it is. */
  function judge(request: UpgradeRequest): Omit<SocketCall, 'session'> {
    const { req } = request
    const { upstream, path, query, match } = findDestination(req, apiPath, deps.upstreams)
    const protocols = readHandshake(req)
    checkCsrf(req.headers, publicOrigin, 'websocket')
    const rule = assertAllowed(match)
    if (isLoop(req.headers.via)) throw new BffError('upstream_unreachable', 'The API leads back to this app.')
    upstream.logDroppedHeaders?.(req.headers)
    return { ...request, upstream, rule, path, query, protocols }
  }

  async function serve(call: SocketCall, over: AbortController, log: Logger): Promise<void> {
    const { socket, upstream, rule, session } = call
    if (rule.requires) upstream.stepUp.assert(session, rule.requires)
    const giveSlotBack = upstream.slots.take(session.sessionId)
    const { providerId } = upstream.credential
    const unwatch = sessionWatch.watch(session, { providerId, onEnd: (why) => over.abort(ENDS[why]) })
    const onLeave = () => over.abort(new Error('the client went away'))
    socket.once('close', onLeave)
    try {
      const link = await connect(call, () => accessTokens.touch(session), over.signal)
      // From here on the link sees to its ends itself.
      socket.off('close', onLeave)
      log.info({ upstream: upstream.id }, 'websocket opened')
      onAbort(over.signal, (reason) => link.end(closeFor(reason)))
      log.info({ closeCode: await link.closed }, 'websocket closed')
    } finally {
      unwatch()
      giveSlotBack()
    }
  }

  async function answer(request: UpgradeRequest, over: AbortController): Promise<void> {
    const { req, socket, requestId } = request
    const log = requestContext(req).log.child({ path: pathOf(req.url ?? '/') })
    let session: SessionAccess | undefined
    // Nobody else listens yet, and an error nobody listens to ends the process.
    socket.on('error', () => socket.destroy())
    try {
      if (isClosing) throw STOPPING
      const asked = judge(request)
      session = await accessTokens.authenticate(req)
      await serve({ ...asked, session }, over, log)
    } catch (thrown) {
      const error = toProxyError(thrown)
      const isOnRecord = recordRefusal(req, error, session)
      // Nobody is left to answer: the client went away, and took the handshake upstream with it.
      if (socket.destroyed) return
      if (error.status >= 500) log.warn({ error }, 'websocket failed')
      else if (!isOnRecord) log.info({ problem: error.code, error }, 'websocket refused')
      refuseUpgrade(socket, error, requestId)
    }
  }

  return {
    upgrade(req, socket, head) {
      const over = new AbortController()
      const done = answer({ req, socket, head, requestId: requestContext(req).requestId }, over)
      open.set(over, done)
      void done.finally(() => open.delete(over))
    },

    async close() {
      isClosing = true
      for (const over of open.keys()) over.abort(STOPPING)
      await Promise.all(open.values())
    },
  }
}

/** Calls back once, also when it has been aborted already. */
function onAbort(signal: AbortSignal, listener: (reason: unknown) => void): void {
  if (signal.aborted) listener(signal.reason)
  else signal.addEventListener('abort', () => listener(signal.reason))
}

/** 4401 and 4403 are ours, after HTTP's 401 and 403: to connect again does not help. */
function closeFor(reason: unknown): SocketClose {
  if (reason === ENDS.session_ended) return { code: 4401, reason: 'session ended' }
  if (reason === ENDS.disconnected) return { code: 4403, reason: 'account disconnected' }
  return { code: 1001 }
}
