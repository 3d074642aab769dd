import { z } from 'zod'
import { credentialSchema } from './credential-schema.ts'
import { pathPatternSchema, routeRuleSchema } from './route-rule-schema.ts'
import type { SchemaContext } from './schema-context.ts'
import { disagreementsIn } from './upstream-agreement.ts'
import { outwardUrlSchema } from './urls.ts'

const headerName = z.string().regex(/^[A-Za-z0-9-]+$/, 'must be a header name: letters, digits and -')

const headerValue = z.string().regex(/^[\t\x20-\x7e]*$/, 'must be printable ASCII on one line')

const headersSchema = z.record(headerName, headerValue).default({})

/** One third-party API the browser may reach through the proxy. */
export const upstreamSchema = (context: SchemaContext) =>
  upstreamFields(context).superRefine(
    (upstream, issues) => {
      for (const problem of disagreementsIn(upstream, context))
        issues.addIssue({ code: 'custom', ...problem })
    },
    { when: () => true },
  )

const upstreamFields = (context: SchemaContext) =>
  z.strictObject({
    target: outwardUrlSchema(context),
    credential: credentialSchema(context),
    allow: z.array(routeRuleSchema).min(1).optional(),
    deny: z.array(pathPatternSchema).default([]),
    forwardRequestHeaders: z.array(headerName).default([]),
    headers: headersSchema,
    defaultHeaders: headersSchema,
    rateLimitsAs429: z.boolean().default(false),
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
    webSocket: z
      .strictObject({
        pingSeconds: z.number().positive().max(3600).default(30),
        idleSeconds: z.number().positive().max(86_400).default(600),
        maxMessageBytes: z
          .int()
          .positive()
          .default(1024 * 1024),
      })
      .prefault({}),
  })

/** One upstream with defaults filled in. */
export type UpstreamConfig = z.output<ReturnType<typeof upstreamFields>>
