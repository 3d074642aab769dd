import type { Request, RequestHandler, Response } from 'express'

/** What a request was for. */
export type EndpointKind = 'authorize' | 'token' | 'revocation' | 'api' | 'page'

/** One request that reached the emulated GitHub. */
export interface LoggedRequest {
  readonly kind: EndpointKind
  readonly method: string
  /** Path without the query. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** The token request's `grant_type`; `authorization_code` when the form leaves it out, as GitHub assumes. */
  readonly grantType: string | undefined
  /** Absent until the answer's headers are out, so a hanging request has none. */
  readonly status: number | undefined
}

/** Which requests to keep; each field given has to match. */
export interface RequestFilter {
  kind?: EndpointKind
  method?: string
  grantType?: string
  status?: number
  /** Exact path, or a pattern for it. */
  path?: string | RegExp
}

/** The requests seen since the last reset, oldest first. */
export interface RequestLog {
  all(filter?: RequestFilter): LoggedRequest[]
  count(filter?: RequestFilter): number
  /** Middleware that logs each request as it arrives. */
  record(listener: 'web' | 'api'): RequestHandler
  reset(): void
}

/** Enough for any test; keeps a long-running demo from growing. */
const MAX_ENTRIES = 5000

/**
 * Creates an empty log.
 *
 * An entry is there from the moment its request arrives and is complete when the client has the answer,
 * so a test reads it without waiting.
 */
export function createRequestLog(): RequestLog {
  const entries: LoggedRequest[] = []
  const all = (filter: RequestFilter = {}) => entries.filter((entry) => matches(entry, filter))
  return {
    all,
    count: (filter) => all(filter).length,
    record: (listener) => (req, res, next) => {
      entries.push(toEntry(listener, req, res))
      if (entries.length > MAX_ENTRIES) entries.shift()
      next()
    },
    reset: () => {
      entries.length = 0
    },
  }
}

function toEntry(listener: 'web' | 'api', req: Request, res: Response): LoggedRequest {
  const url = new URL(req.originalUrl, 'http://localhost')
  const kind = kindOf(listener, url.pathname)
  return {
    kind,
    method: req.method,
    path: url.pathname,
    query: url.searchParams,
    headers: { ...req.headers },
    get grantType() {
      if (kind !== 'token') return undefined
      const body: unknown = req.body
      const named = body !== null && typeof body === 'object' && 'grant_type' in body && body.grant_type
      return typeof named === 'string' ? named : 'authorization_code'
    },
    get status() {
      return res.headersSent ? res.statusCode : undefined
    },
  }
}

function kindOf(listener: 'web' | 'api', path: string): EndpointKind {
  if (listener === 'api') return path.startsWith('/applications/') ? 'revocation' : 'api'
  if (path === '/login/oauth/access_token') return 'token'
  return path === '/login/oauth/authorize' ? 'authorize' : 'page'
}

function matches(entry: LoggedRequest, filter: RequestFilter): boolean {
  const { path, ...exact } = filter
  if (typeof path === 'string' && entry.path !== path) return false
  if (path instanceof RegExp && !path.test(entry.path)) return false
  return Object.entries(exact).every(
    ([field, wanted]) => wanted === undefined || entry[field as keyof typeof exact] === wanted,
  )
}
