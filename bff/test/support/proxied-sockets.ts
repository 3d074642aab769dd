import { onTestFinished } from 'vitest'
import type { UpstreamConfig } from '../../src/config/upstream-schema.ts'
import { type ProxyServer, startProxyServer } from './proxy-server.ts'
import { type SocketUpstream, startSocketUpstream } from './socket-upstream.ts'
import {
  type Handshake,
  openSocket,
  type RefusedHandshake,
  refusedSocket,
  type TestSocket,
} from './test-socket.ts'

/** What the app's page sends with a handshake. */
export const APP_HANDSHAKE = {
  origin: 'https://app.example.test',
  headers: { cookie: 'session=alice' },
} satisfies Handshake

/** Any will do: it is no secret. */
export const SOCKET_KEY = 'dGhlIHNhbXBsZSBub25jZQ=='

/** Lines of an honest handshake, by name. */
const HONEST_LINES = {
  host: 'app.example.test',
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': SOCKET_KEY,
  origin: APP_HANDSHAKE.origin,
  ...APP_HANDSHAKE.headers,
}

/**
 * Spells a handshake as bytes, for what no client would send.
 *
 * @param lines Further ones, or others; `undefined` leaves one out.
 */
export function rawHandshake(
  lines: Record<string, string | undefined> = {},
  target: string = '/api/live/events',
  method: string = 'GET',
): string {
  const all = Object.entries({ ...HONEST_LINES, ...lines }).filter(([, value]) => value !== undefined)
  return `${method} ${target} HTTP/1.1\r\n${all.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`
}

/** A WebSocket API and, in front of it as `live`, a proxy. */
export interface ProxiedSockets {
  readonly bff: ProxyServer
  readonly api: SocketUpstream
  /** Opens one as the app's page, signed in, unless the handshake says otherwise. */
  open(path?: string, handshake?: Handshake): Promise<TestSocket>
  refused(path?: string, handshake?: Handshake): Promise<RefusedHandshake>
}

/** Starts both; they end with the test. */
export async function startProxiedSockets(
  config: Partial<UpstreamConfig> = {},
  options: Omit<Parameters<typeof startProxyServer>[0], 'upstreams'> &
    Parameters<typeof startSocketUpstream>[0] = {},
): Promise<ProxiedSockets> {
  const api = await startSocketUpstream(options)
  const bff = await startProxyServer({ ...options, upstreams: { live: { target: api.origin, ...config } } })
  onTestFinished(() => bff.close())

  return {
    bff,
    api,
    open: (path = '/events', handshake = {}) =>
      openSocket(`${bff.origin}/api/live${path}`, { ...APP_HANDSHAKE, ...handshake }),
    refused: (path = '/events', handshake = {}) =>
      refusedSocket(`${bff.origin}/api/live${path}`, { ...APP_HANDSHAKE, ...handshake }),
  }
}
