import { toNamedPath } from './numeric-path.ts'

/** Where an upstream lives, and where the browser sees it. */
export interface RewriteScope {
  /** The upstream's origin. */
  readonly origin: string
  /** Path of the upstream's base URL, without a trailing slash; empty at the root. */
  readonly basePath: string
  /** The one origin the browser sees. */
  readonly publicOrigin: string
  /** Path the upstream is mounted at, for example `/api/github`. */
  readonly mountPath: string
}

const LINK_TARGET = /(^|,)(\s*)<([^<>]*)>/g

/**
 * Rewrites each target of a `Link` header that points into the upstream. The result is an absolute
 * URL: API clients use it as it stands and would put their base URL before a path.
 *
 * @param requestPath Path of this call below the upstream; numeric links are mapped back onto it.
 * @see RFC 8288 section 3
 */
export function rewriteLink(value: string, requestPath: string, scope: RewriteScope): string {
  return value.replace(LINK_TARGET, (whole, separator: string, blank: string, target: string) => {
    const url = resolve(target, requestPath, scope)
    const path = url && pathBelowUpstream(url, scope)
    if (!url || path === undefined) return whole
    const proxied = `${scope.publicOrigin}${scope.mountPath}${toNamedPath(path, requestPath)}`
    return `${separator}${blank}<${proxied}${url.search}${url.hash}>`
  })
}

/**
 * Rewrites a `Location` that points into the upstream to its path behind the proxy. Another host's is
 * returned as it is: the browser may go there, the token may not.
 *
 * @returns `undefined` when the browser must not follow: what is no web address, and our own origin.
 *   A redirect that keeps method and body (307, 308) would let one upstream drive calls to another one,
 *   with the header that proves them to be the app's.
 * @see RFC 9110 section 10.2.2
 */
export function rewriteLocation(value: string, requestPath: string, scope: RewriteScope): string | undefined {
  const url = resolve(value, requestPath, scope)
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return undefined
  const path = pathBelowUpstream(url, scope)
  if (path !== undefined) return `${scope.mountPath}${path}${url.search}${url.hash}`
  return url.origin === scope.publicOrigin ? undefined : url.href
}

function resolve(reference: string, requestPath: string, scope: RewriteScope): URL | undefined {
  return URL.parse(reference, `${scope.origin}${scope.basePath}${requestPath}`) ?? undefined
}

function pathBelowUpstream(url: URL, { origin, basePath }: RewriteScope): string | undefined {
  if (url.origin !== origin) return undefined
  if (url.pathname === basePath) return ''
  return url.pathname.startsWith(`${basePath}/`) ? url.pathname.slice(basePath.length) : undefined
}
