import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocket } from 'ws'
import { BffError } from '../errors.ts'
import { isBound } from '../proxy/forward-bound.ts'
import { buildProofHeaders, challengedNonce, learnNonce } from '../proxy/proof-headers.ts'
import { buildRequestHeaders } from '../proxy/request-headers.ts'
import type { RouteRule } from '../proxy/route-matcher.ts'
import type { Upstream } from '../proxy/upstream.ts'
import type { AccessGrant, SessionAccess } from '../session/access.ts'
import { acceptBrowser } from './browser-handshake.ts'
import { SocketLink } from './socket-link.ts'
import { openUpstream, type Unauthorized } from './upstream-handshake.ts'

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
  const opened = await open(call, grant, signal)
  if (opened instanceof WebSocket) return opened

  // One that goes on asking for nonces has not looked at the token.
  const isRenewable = grant && !(isBound(grant) && challengedNonce(opened.headers))
  const renewed = isRenewable ? await upstream.credential.renew(session, scopes, grant) : undefined
  const again = renewed && (await open(call, renewed, signal))
  if (again instanceof WebSocket) return again
  throw new BffError('upstream_unreachable', 'The API does not let this connection open a WebSocket.')
}

/** A challenge for a nonce is answered once. */
async function open(
  call: SocketCall,
  grant: AccessGrant | undefined,
  signal: AbortSignal,
): Promise<WebSocket | Unauthorized> {
  const { req, upstream, path } = call
  const send = (headers: readonly string[]) => openOnce(call, headers, signal)
  if (!isBound(grant)) return send(buildRequestHeaders(req, upstream.requestHeaders, grant?.accessToken))

  const plain = buildRequestHeaders(req, upstream.requestHeaders, undefined)
  const proven = { upstream, method: 'GET', path }
  const opened = await send([...plain, ...(await buildProofHeaders(grant, proven))])
  if (opened instanceof WebSocket) return opened

  learnNonce(grant, upstream, opened.headers)
  const nonce = challengedNonce(opened.headers)
  if (nonce === undefined) return opened
  return send([...plain, ...(await buildProofHeaders(grant, { ...proven, nonce }))])
}

/** @throws {BffError} `step_up_required` (403): another token would be refused as well. */
async function openOnce(
  call: SocketCall,
  headers: readonly string[],
  signal: AbortSignal,
): Promise<WebSocket | Unauthorized> {
  const { upstream, protocols } = call
  const { origin, basePath } = upstream.rewriteScope
  const opened = await openUpstream(
    {
      origin,
      target: (`${basePath}${call.path}` || '/') + call.query,
      headers,
      protocols,
      maxMessageBytes: upstream.webSocket.maxMessageBytes,
      timeoutMs: upstream.webSocket.handshakeMs,
    },
    signal,
  )
  if (opened instanceof WebSocket) return opened
  const refusal = upstream.stepUp.refusalOf(call.session, opened.headers['www-authenticate'])
  if (refusal) throw refusal
  return opened
}
