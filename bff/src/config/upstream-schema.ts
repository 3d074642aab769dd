import { z } from 'zod'
import { choice } from './nearest-name.ts'
import type { SchemaContext } from './schema-context.ts'
import { outwardUrlSchema } from './urls.ts'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

const headerName = z.string().regex(/^[A-Za-z0-9-]+$/, 'must be a header name: letters, digits and -')

const headerValue = z.string().regex(/^[\t\x20-\x7e]*$/, 'must be printable ASCII on one line')

const credentialSchema = ({ providerIds }: SchemaContext) =>
  z.discriminatedUnion('type', [
    /** The signed-in person's access token at that provider. */
    z.strictObject({
      type: z.literal('userToken'),
      provider: z.string().refine((id) => providerIds.includes(id), {
        error: ({ input }) => `is not a provider of this file; ${choice(String(input), providerIds)}`,
      }),
    }),
    /** No credential is attached, but a session is still needed. */
    z.strictObject({ type: z.literal('none') }),
  ])

const routeRuleSchema = z.strictObject({
  methods: z.array(z.enum(METHODS)).min(1),
  /** Glob on the decoded path below the upstream: `*` is one segment, `**` any number of them. */
  path: z.string().startsWith('/', 'must start with a slash'),
  /** `revalidate` lets the browser keep an answer and ask again with its ETag. Default `no-store`. */
  cache: z.enum(['no-store', 'revalidate']).default('no-store'),
  /** `fetch-metadata` drops the need for the CSRF header on GET and HEAD, for `<img>` and downloads. Default `header`. */
  csrf: z.enum(['header', 'fetch-metadata']).default('header'),
})

/** One third-party API the browser may reach through the proxy. */
export const upstreamSchema = (context: SchemaContext) =>
  z.strictObject({
    /** Base URL; its path is put before every forwarded path. */
    target: outwardUrlSchema(context),
    credential: credentialSchema(context),
    /** What may be called. Default: every path and method of the upstream. */
    allow: z.array(routeRuleSchema).min(1).optional(),
    /** Request headers forwarded besides the defaults. */
    forwardRequestHeaders: z.array(headerName).default([]),
    /** Fixed request headers; they win over the browser's. `User-Agent` defaults to `coatcheck`. */
    headers: z.record(headerName, headerValue).default({}),
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
export type UpstreamConfig = z.output<ReturnType<typeof upstreamSchema>>

/** The signed-in person's token at a provider, as the credential of an upstream. */
export type UserTokenInput = { type: 'userToken'; provider: string }
