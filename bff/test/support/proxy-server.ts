import { once } from 'node:events'
import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders } from 'node:http'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import type { UpstreamConfig } from '../../src/config/upstream-schema.ts'
import { BffError } from '../../src/errors.ts'
import { createLogger } from '../../src/logger.ts'
import { createProxy } from '../../src/proxy/proxy-route.ts'
import { createBeginRequest } from '../../src/request-context.ts'
import type { AccessTokens, SessionAccess } from '../../src/session/access.ts'
import { GrantMemory } from '../../src/session/grant-memory.ts'
import type { SessionWatch } from '../../src/session/session-watch.ts'
import type { ResourceServer } from './resource-server.ts'
import { startResourceServer } from './resource-server.ts'

interface ProxyServerOptions {
  /** By id; everything but the target may be left out. */
  upstreams: Record<string, Partial<UpstreamConfig> & Pick<UpstreamConfig, 'target'>>
  publicUrl?: string
  accessTokens?: AccessTokens
  sessionWatch?: SessionWatch
}

/** A call as a test writes it: the app's own, signed in, unless headers say otherwise. */
interface Call {
  method?: string
  headers?: OutgoingHttpHeaders
  body?: string | Buffer
}

interface CallAnswer {
  status: number
  headers: IncomingHttpHeaders
  rawHeaders: string[]
  text: string
  json: () => unknown
}

export interface ProxyServer {
  readonly origin: string
  /** Log lines so far, parsed. */
  readonly log: readonly Record<string, unknown>[]
  /** Calls with the target as it is written, dots and all. */
  call(target: string, call?: Call): Promise<CallAnswer>
  /** Ends all WebSockets, as a server that is about to stop does. */
  closeWebSockets(): Promise<void>
  /** As {@link call}, but resolves as soon as the head is there, with the body unread. */
  open(target: string, call?: Call): Promise<IncomingMessage>
  close(): Promise<void>
}

/** What the app's page sends with every call. */
export const APP_HEADERS = { 'x-csrf': '1', 'sec-fetch-site': 'same-origin', cookie: 'session=alice' }

const DEFAULTS: Omit<UpstreamConfig, 'target'> = {
  credential: { type: 'userToken', provider: 'github' },
  forwardRequestHeaders: [],
  headers: {},
  defaultHeaders: {},
  deny: [],
  rateLimitsAs429: false,
  maxRequestBytes: 1024 * 1024,
  maxConcurrentPerSession: 64,
  timeouts: { connectMs: 5_000, headersMs: 5_000, idleBodyMs: 5_000 },
  webSocket: { pingSeconds: 30, idleSeconds: 30, maxMessageBytes: 1024 * 1024 },
}

/**
 * Spells a call of the app's own as bytes, for targets and headers that no client would send.
 *
 * @param rest Further header lines, the empty line and the body; by default the call ends its connection.
 */
export function rawCall(method: string, target: string, rest: string = 'Connection: close\r\n\r\n'): Buffer {
  const headers = Object.entries({ host: 'app.example.test', ...APP_HEADERS })
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines.join('')}${rest}`, 'latin1')
}

/** Starts a listening server with nothing but the proxy in it. */
export async function startProxyServer(options: ProxyServerOptions): Promise<ProxyServer> {
  const lines: Record<string, unknown>[] = []
  const log = createLogger('debug', { write: (line: string) => void lines.push(JSON.parse(line)) })
  const proxy = createProxy({
    upstreams: Object.fromEntries(
      Object.entries(options.upstreams).map(([id, config]) => [id, { ...DEFAULTS, ...config }]),
    ),
    publicUrl: options.publicUrl ?? 'https://app.example.test',
    apiPath: '/api',
    accessTokens: options.accessTokens ?? someAccessTokens(),
    scopesGranting: (_providerId, scope) => [scope],
    clientTokens: { sourceFor: unused },
    exchangedTokens: unused,
    sessionWatch: options.sessionWatch ?? { watch: () => () => {} },
    development: true,
    log,
  })
  const beginRequest = createBeginRequest({ log, now: () => 0, clientAddress: () => '192.0.2.1' })
  const server = createServer(async (req, res) => {
    beginRequest(req, res)
    if (proxy.matches(req.url ?? '')) await proxy.handle(req, res)
    else res.writeHead(404).end('not the proxy')
  })
  server.on('upgrade', (req, socket, head) => {
    beginRequest(req)
    proxy.webSockets.upgrade(req, socket, head)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    origin,
    log: lines,
    closeWebSockets: () => proxy.webSockets.close(),
    open: (target, call) => openCall(origin, target, call),
    async call(target, call) {
      const answer = await openCall(origin, target, call)
      const text = (await buffer(answer)).toString()
      return {
        status: answer.statusCode ?? 0,
        headers: answer.headers,
        rawHeaders: answer.rawHeaders,
        text,
        json: () => JSON.parse(text),
      }
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await proxy.close()
    },
  }
}

/** Starts a resource server and, in front of it as `github`, a proxy; both end with the test. */
export async function startProxied(
  config: Partial<UpstreamConfig> = {},
  options: Omit<ProxyServerOptions, 'upstreams'> = {},
): Promise<{ bff: ProxyServer; api: ResourceServer }> {
  const api = await startResourceServer()
  const bff = await startProxyServer({
    ...options,
    upstreams: { github: { target: api.origin, ...config } },
  })
  onTestFinished(async () => {
    await bff.close()
    await api.close()
  })
  return { bff, api }
}

/** Kinds of credentials that stand on a provider, which a bare proxy has none of. */
function unused(): never {
  throw new TypeError('start a whole BFF for this kind of credential')
}

/** A session that never ends. */
export function accessOf(sessionId: string): SessionAccess {
  return {
    sessionId,
    sessionKey: `key-of-${sessionId}`,
    user: `github:${sessionId}`,
    connectedProviders: [],
    signInProvider: 'github',
    authentications: new Map(),
    sessionHash: `hash-of-${sessionId}`,
    expiresAt: Number.POSITIVE_INFINITY,
    grants: new GrantMemory(() => {}),
  }
}

/** Sessions by the value of a plain cookie, each with one token a provider. */
export function someAccessTokens(overrides: Partial<AccessTokens> = {}): AccessTokens {
  return {
    async authenticate(req) {
      const sessionId = /(?:^|; )session=([^;]+)/.exec(req.headers.cookie ?? '')?.[1]
      if (!sessionId) throw new BffError('unauthenticated', 'There is no session.')
      return accessOf(sessionId)
    },
    touch() {},
    async grant({ sessionId }, providerId) {
      return { accessToken: `${sessionId}-at-${providerId}`, scope: [] }
    },
    isAuthenticated: () => false,
    async refreshRejected() {
      return undefined
    },
    ...overrides,
  }
}

async function openCall(origin: string, target: string, call: Call = {}): Promise<IncomingMessage> {
  const { hostname, port } = new URL(origin)
  const outgoing = request({
    hostname,
    port,
    path: target,
    method: call.method ?? 'GET',
    headers: { ...APP_HEADERS, ...call.headers },
    agent: false,
  })
  // An answer may come, and the connection end, before a large body is sent; the answer is what counts.
  outgoing.on('error', () => {})
  outgoing.end(call.body)
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
  return answer
}
