import type { Request, RequestHandler, Response } from 'express'

/** One request that reached an emulated provider; `Kind` is what the provider calls its endpoints. */
interface LoggedRequest<Kind extends string> {
  readonly kind: Kind
  readonly method: string
  /** Path without the query. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** The form's `grant_type`; absent until the form has been read. */
  readonly grantType: string | undefined
  /** Absent until the answer's headers are out, so a hanging request has none. */
  readonly status: number | undefined
}

/** Which requests to keep; each field given has to match. */
interface RequestFilter<Kind extends string> {
  kind?: Kind
  method?: string
  grantType?: string
  status?: number
  /** Exact path, or a pattern for it. */
  path?: string | RegExp
}

/** The requests seen since the last reset, oldest first. */
export interface RequestLog<Kind extends string> {
  all(filter?: RequestFilter<Kind>): LoggedRequest<Kind>[]
  count(filter?: RequestFilter<Kind>): number
  /** Middleware that logs each request as it arrives. */
  record(kindOf: (path: string) => Kind): RequestHandler
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
export function createRequestLog<Kind extends string>(): RequestLog<Kind> {
  const entries: LoggedRequest<Kind>[] = []
  const all = (filter: RequestFilter<Kind> = {}) => entries.filter((entry) => matches(entry, filter))

  return {
    all,
    count: (filter) => all(filter).length,
    record: (kindOf) =>
      function logRequest(req, res, next) {
        entries.push(toEntry(kindOf, req, res))
        if (entries.length > MAX_ENTRIES) entries.shift()
        next()
      },
    reset: () => {
      entries.length = 0
    },
  }
}

function toEntry<Kind extends string>(
  kindOf: (path: string) => Kind,
  req: Request,
  res: Response,
): LoggedRequest<Kind> {
  const url = new URL(req.originalUrl, 'http://localhost')
  return {
    kind: kindOf(url.pathname),
    method: req.method,
    path: url.pathname,
    query: url.searchParams,
    headers: { ...req.headers },
    get grantType() {
      const { grant_type: grantType } = (req.body ?? {}) as { grant_type?: unknown }
      return typeof grantType === 'string' ? grantType : undefined
    },
    get status() {
      return res.headersSent ? res.statusCode : undefined
    },
  }
}

function matches<Kind extends string>(entry: LoggedRequest<Kind>, filter: RequestFilter<Kind>): boolean {
  const { path, ...exact } = filter
  if (typeof path === 'string' && entry.path !== path) return false
  if (path instanceof RegExp && !path.test(entry.path)) return false
  return Object.entries(exact).every(
    ([field, wanted]) => wanted === undefined || entry[field as keyof typeof exact] === wanted,
  )
}
