import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { BffError } from '../errors.ts'
import { buildRequestHeaders } from '../proxy/request-headers.ts'
import type { RouteRule } from '../proxy/route-matcher.ts'
import type { Upstream } from '../proxy/upstream.ts'
import type { SessionAccess } from '../session/access.ts'
import { acceptBrowser } from './browser-handshake.ts'
import { SocketLink } from './socket-link.ts'
import { openUpstream } from './upstream-handshake.ts'

/** The browser's side of a handshake, as Node hands it over. */
export interface UpgradeRequest {
  readonly req: IncomingMessage
  readonly socket: Duplex
  readonly head: Buffer
  readonly requestId: string
}

/** A WebSocket that may be opened: everything about it has been decided but the token. */
export interface SocketCall extends UpgradeRequest {
  readonly upstream: Upstream
  readonly rule: RouteRule
  /** Path below the upstream, in normal form. */
  readonly path: string
  readonly query: string
  readonly protocols: readonly string[]
  readonly session: SessionAccess
}

/**
 * Opens a WebSocket at the upstream, then accepts the browser's, and joins them. A 401 on a token
 * believed fresh forces one renewal and one more try, as with any call.
 *
 * @param onUse Called for each message of the browser.
 * @param signal Gives up with its reason, as long as the browser has not been answered.
 * @throws {BffError} what the upstream's credential throws; `upstream_unreachable` (502), `upstream_timeout` (504).
 * @throws {Error} of ws, when the upstream failed; also when the browser has left meanwhile.
 */
export async function connect(call: SocketCall, onUse: () => void, signal: AbortSignal): Promise<SocketLink> {
  const { req, socket, head, requestId, upstream } = call
  const atUpstream = await openWithToken(call, signal)
  const { protocol } = atUpstream
  const { maxMessageBytes } = upstream.webSocket
  try {
    const browser = acceptBrowser(req, socket, head, { protocol, maxMessageBytes, requestId })
    return new SocketLink({ browser, upstream: atUpstream }, { ...upstream.webSocket, onUse })
  } catch (error) {
    atUpstream.terminate()
    throw error
  }
}

async function openWithToken(call: SocketCall, signal: AbortSignal): Promise<WebSocket> {
  const { session, upstream } = call
  const scopes = call.rule.scopes ?? []
  const grant = await upstream.credential.grant(session, scopes)
  const opened = await open(call, grant?.accessToken, signal)
  if (opened !== 'unauthorized') return opened

  const renewed = grant && (await upstream.credential.renew(session, scopes, grant))
  const again = renewed ? await open(call, renewed.accessToken, signal) : 'unauthorized'
  if (again !== 'unauthorized') return again
  throw new BffError('upstream_unreachable', 'The API does not let this connection open a WebSocket.')
}

function open(call: SocketCall, accessToken: string | undefined, signal: AbortSignal) {
  const { upstream, protocols } = call
  const { origin, basePath } = upstream.rewriteScope
  return openUpstream(
    {
      origin,
      target: (`${basePath}${call.path}` || '/') + call.query,
      headers: buildRequestHeaders(call.req, upstream.requestHeaders, accessToken),
      protocols,
      maxMessageBytes: upstream.webSocket.maxMessageBytes,
      timeoutMs: upstream.webSocket.handshakeMs,
    },
    signal,
  )
}
