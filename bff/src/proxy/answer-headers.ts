import type { IncomingHttpHeaders } from 'node:http'
import { connectionOptions, isHopByHop } from './hop-by-hop.ts'
import { type RewriteScope, rewriteLink, rewriteLocation } from './link-rewriting.ts'
import type { RouteRule } from './route-matcher.ts'

/**
 * What an upstream may not say to the browser in the app's name: cookies and site-wide policies of the
 * app's origin, challenges (the browser would prompt), what its token may do, and caching, which is the
 * BFF's to decide. `x-accel-*` and `x-sendfile` would make a web server in front send its own files.
 */
const DROPPED = new Set([
  'age',
  'alt-svc',
  'alt-used',
  'authentication-info',
  'authorization',
  'clear-site-data',
  'content-security-policy',
  'content-security-policy-report-only',
  'cross-origin-embedder-policy',
  'cross-origin-opener-policy',
  'cross-origin-resource-policy',
  'dpop-nonce',
  'edge-control',
  'expect-ct',
  'expires',
  'feature-policy',
  'nel',
  'origin-agent-cluster',
  'permissions-policy',
  'pragma',
  'public-key-pins',
  'referrer-policy',
  'refresh',
  'report-to',
  'reporting-endpoints',
  'server',
  'service-worker-allowed',
  'set-cookie',
  'set-cookie2',
  'speculation-rules',
  'strict-transport-security',
  'surrogate-control',
  'timing-allow-origin',
  'via',
  'www-authenticate',
  'x-accepted-oauth-scopes',
  'x-content-type-options',
  'x-powered-by',
  'x-request-id',
  'x-sendfile',
])

const DROPPED_PREFIXES = ['access-control-', 'x-oauth-', 'x-accel-', 'x-aspnet']

/** An upstream's content is data: it must not run in the app's origin, wherever it is opened. */
const CONTENT_GUARD = [
  'X-Content-Type-Options',
  'nosniff',
  'Content-Security-Policy',
  "default-src 'none'; sandbox; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy',
  'same-origin',
  'Referrer-Policy',
  'no-referrer',
]

/** What an answer is an answer to. */
interface AnsweredCall {
  readonly cache: RouteRule['cache']
  /** Path below the upstream. */
  readonly path: string
  readonly scope: RewriteScope
}

/** Whether a header is dropped, by its name: upstreams send the same few dozen all the time. */
const dropped = new Map<string, boolean>()
const MAX_REMEMBERED_NAMES = 1_000

/**
 * Builds the header list of an answer: the upstream's without what it may not say, then ours.
 *
 * @param headers Names in lower case.
 * @returns Names and values by turns, as `writeHead` takes them.
 * @see RFC 9110 sections 7.6.1 and 15.5.2, RFC 9111 section 3.5
 */
export function buildAnswerHeaders(
  status: number,
  headers: IncomingHttpHeaders,
  call: AnsweredCall,
): string[] {
  const list: string[] = []
  const forThisHopOnly = connectionOptions(headers.connection)
  for (const name of Object.keys(headers)) {
    const value = headers[name]
    if (value === undefined || isDropped(name) || forThisHopOnly.has(name)) continue
    // RFC 9110 section 8.6: a 204 has no Content-Length, and some clients wait for the bytes it names.
    if (name === 'content-length' && status === 204) continue
    if (typeof value === 'string') pushHeader(list, name, value, call)
    else for (const one of value) pushHeader(list, name, one, call)
  }
  list.push(...CONTENT_GUARD)
  pushCachePolicy(list, call.cache)
  if (status === 401) list.push('WWW-Authenticate', 'Session')
  return list
}

function isDropped(name: string): boolean {
  const known = dropped.get(name)
  if (known !== undefined) return known
  const judged = judgeName(name)
  if (dropped.size < MAX_REMEMBERED_NAMES) dropped.set(name, judged)
  return judged
}

function judgeName(name: string): boolean {
  return (
    DROPPED.has(name) ||
    isHopByHop(name) ||
    // Also CDN-Cache-Control and its kin, which would outrank our no-store (RFC 9213).
    name.endsWith('cache-control') ||
    DROPPED_PREFIXES.some((prefix) => name.startsWith(prefix))
  )
}

function pushHeader(list: string[], name: string, value: string, { path, scope }: AnsweredCall): void {
  if (name === 'link') {
    list.push(name, rewriteLink(value, path, scope))
  } else if (name === 'location') {
    const location = rewriteLocation(value, path, scope)
    if (location !== undefined) list.push(name, location)
  } else {
    list.push(name, value)
  }
}

/**
 * The rule that keeps shared caches away from answers to `Authorization` does not help the browser's
 * leg, which has only a cookie; so caching is always said.
 */
function pushCachePolicy(list: string[], cache: RouteRule['cache']): void {
  if (cache === 'revalidate') list.push('Cache-Control', 'private, no-cache', 'Vary', 'Cookie')
  else list.push('Cache-Control', 'no-store')
}
