import { z } from 'zod'
import type { SchemaContext } from './schema-context.ts'
import { suggestName } from './suggest-name.ts'
import { outwardUrlSchema } from './urls.ts'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

const headerName = z.string().regex(/^[A-Za-z0-9-]+$/, 'must be a header name: letters, digits and -')

const headerValue = z.string().regex(/^[\t\x20-\x7e]*$/, 'must be printable ASCII on one line')

const credentialSchema = ({ providerIds }: SchemaContext) =>
  z.discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('userToken'),
      provider: z.string().refine((id) => providerIds.includes(id), {
        error: ({ input }) => `is not a provider of this file; ${suggestName(String(input), providerIds)}`,
      }),
    }),
    z.strictObject({ type: z.literal('none') }),
  ])

const routeRuleSchema = z.strictObject({
  methods: z.array(z.enum(METHODS)).min(1),
  path: z
    .string()
    .startsWith('/', 'must start with a slash')
    .refine(
      (path) => path.split('/').every(isSegmentPattern),
      'must have * and ** as whole segments only, like /repos/*/*/issues/**',
    ),
  cache: z.enum(['no-store', 'revalidate']).default('no-store'),
  csrf: z.enum(['header', 'fetch-metadata']).default('header'),
})

/** `*.json` would be matched to the letter, and so never. */
function isSegmentPattern(segment: string): boolean {
  return segment === '*' || segment === '**' || !segment.includes('*')
}

/** One third-party API the browser may reach through the proxy. */
export const upstreamSchema = (context: SchemaContext) =>
  z.strictObject({
    target: outwardUrlSchema(context),
    credential: credentialSchema(context),
    allow: z.array(routeRuleSchema).min(1).optional(),
    forwardRequestHeaders: z.array(headerName).default([]),
    headers: z.record(headerName, headerValue).default({}),
    maxRequestBytes: z
      .int()
      .positive()
      .default(10 * 1024 * 1024),
    maxConcurrentPerSession: z.int().positive().default(64),
    timeouts: z
      .strictObject({
        connectMs: z.int().positive().default(5_000),
        headersMs: z.int().positive().default(30_000),
        idleBodyMs: z.int().positive().default(60_000),
      })
      .prefault({}),
  })

/** One upstream with defaults filled in. */
export type UpstreamConfig = z.output<ReturnType<typeof upstreamSchema>>
