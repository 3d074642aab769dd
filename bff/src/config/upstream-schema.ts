import { z } from 'zod'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

const credentialSchema = z.discriminatedUnion('type', [
  /** The signed-in person's access token at that provider. */
  z.strictObject({ type: z.literal('userToken'), provider: z.string() }),
  /** No credential is attached, but a session is still needed. */
  z.strictObject({ type: z.literal('none') }),
])

const routeRuleSchema = z.strictObject({
  methods: z.array(z.enum(METHODS)).min(1),
  /** Glob on the decoded path below the upstream: `*` is one segment, `**` any number of them. */
  path: z.string().startsWith('/'),
  /** `revalidate` lets the browser keep an answer and ask again with its ETag. Default `no-store`. */
  cache: z.enum(['no-store', 'revalidate']).default('no-store'),
  /** `fetch-metadata` drops the need for the CSRF header on GET and HEAD, for `<img>` and downloads. Default `header`. */
  csrf: z.enum(['header', 'fetch-metadata']).default('header'),
})

/** One third-party API the browser may reach through the proxy. */
export const upstreamSchema = z.strictObject({
  /** Base URL; its path is put before every forwarded path. */
  target: z.url(),
  credential: credentialSchema,
  /** What may be called. Default: every path and method of the upstream. */
  allow: z.array(routeRuleSchema).min(1).optional(),
  /** Request headers forwarded besides the defaults. */
  forwardRequestHeaders: z.array(z.string().regex(/^[A-Za-z0-9-]+$/)).default([]),
  /** Fixed request headers; they win over the browser's. `User-Agent` defaults to `coatcheck`. */
  headers: z.record(z.string(), z.string()).default({}),
  /** Largest request body in bytes. Default 10 MiB. */
  maxRequestBytes: z
    .int()
    .positive()
    .default(10 * 1024 * 1024),
  /** Calls of one session in flight at once. Default 64. */
  maxConcurrentPerSession: z.int().positive().default(64),
  timeouts: z
    .strictObject({
      /** Milliseconds to connect. Default 5 000. */
      connectMs: z.int().positive().default(5_000),
      /** Milliseconds until the answer's headers. Default 30 000. */
      headersMs: z.int().positive().default(30_000),
      /** Milliseconds between two chunks of the answer's body. Default 60 000. */
      idleBodyMs: z.int().positive().default(60_000),
    })
    .prefault({}),
})

/** One upstream with defaults filled in. */
export type UpstreamConfig = z.output<typeof upstreamSchema>
