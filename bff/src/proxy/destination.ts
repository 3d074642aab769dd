import type { IncomingMessage } from 'node:http'
import { BffError } from '../errors.ts'
import { wholeTarget } from '../request-context.ts'
import { parseTarget } from './request-target.ts'
import type { RouteMatch } from './route-matcher.ts'
import type { Upstream } from './upstream.ts'

/** Where a request wants to go, before anybody has looked whether it may. */
export interface Destination {
  readonly upstream: Upstream
  /** Path below the upstream, in normal form; empty for its base URL. */
  readonly path: string
  /** `?` and the query, byte for byte. */
  readonly query: string
  /** What the allow-list says about it. */
  readonly match: RouteMatch
}

/**
 * Finds the upstream a request names and the path below it. The request can choose among the configured
 * upstreams and nothing else: neither its Host nor its target can name a host to call.
 *
 * @param apiPath Path all upstreams are mounted under.
 * @throws {BffError} `invalid_request` (400): the target or its Host header can be read in two ways.
 * @throws {BffError} `route_not_found` (404): no upstream has that name.
 */
export function findDestination(
  req: IncomingMessage,
  apiPath: string,
  upstreams: ReadonlyMap<string, Upstream>,
): Destination {
  assertOneHost(req.rawHeaders)
  const { path, decodedPath, query } = parseTarget(wholeTarget(req))
  const upstream = upstreams.get(upstreamId(path, apiPath))
  if (!upstream) throw new BffError('route_not_found', 'No upstream has this name.')

  const { length } = upstream.rewriteScope.mountPath
  const match = upstream.matchRoute(req.method ?? 'GET', decodedPath.slice(length) || '/')
  return { upstream, path: path.slice(length), query, match }
}

function upstreamId(path: string, apiPath: string): string {
  if (!path.startsWith(`${apiPath}/`)) return ''
  const from = apiPath.length + 1
  const to = path.indexOf('/', from)
  return path.slice(from, to === -1 ? undefined : to)
}

/** Node lets the first of several win; another hop may take the last (RFC 9112 section 3.2). */
function assertOneHost(rawHeaders: readonly string[]): void {
  let hosts = 0
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts++
  }
  if (hosts > 1) throw new BffError('invalid_request', 'The request has more than one Host header.')
}
