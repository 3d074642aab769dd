import { resolve } from 'node:path'
import { z } from 'zod'
import { providerSchema } from './provider-schema.ts'
import { rateLimitsSchema } from './rate-limits-schema.ts'
import type { SchemaContext } from './schema-context.ts'
import { sessionSchema } from './session-schema.ts'
import { trustProxySchema } from './trust-proxy.ts'
import { upstreamSchema } from './upstream-schema.ts'
import { cspSourceSchema, publicUrlSchema } from './urls.ts'

/**
 * The defaults and checks of the configuration; what each setting means stands at {@link ConfigInput}.
 * The two agree by a test.
 */
export const configSchema = (context: SchemaContext) =>
  z.strictObject({
    publicUrl: publicUrlSchema,
    listen: z
      .strictObject({
        host: z.string().min(1).default('127.0.0.1'),
        port: portSchema.default(3000),
        drainDelaySeconds: z.number().min(0).max(60).default(0),
        timeouts: z
          .strictObject({
            headersMs: z.int().positive().default(15_000),
            requestMs: z
              .int()
              .positive()
              .default(10 * 60_000),
            stallMs: z.int().positive().default(30_000),
            keepAliveMs: z.int().positive().default(65_000),
          })
          .prefault({}),
      })
      .prefault({}),
    trustProxy: trustProxySchema.optional(),
    paths: pathsSchema.prefault({}),
    spa: spaSchema(context).optional(),
    session: sessionSchema(context),
    rateLimits: rateLimitsSchema.prefault({}),
    providers: z
      .record(idSchema, providerSchema(context))
      .refine((providers) => Object.keys(providers).length > 0, {
        error:
          'is empty, so nobody could sign in; add one, such as github: github({ clientId, clientSecret })',
        when: ({ value }) => typeof value === 'object' && value !== null,
      }),
    upstreams: z.record(idSchema, upstreamSchema(context)).default({}),
    log: z.strictObject({ level: logLevelSchema.default('info') }).prefault({}),
  })

const portSchema = z.int().min(0).max(65535)

const idSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,31}$/, 'is not a usable id: up to 32 of a-z, 0-9 and -, a letter first')

const logLevelSchema = z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])

const pathPrefix = z
  .string()
  .regex(/^(\/[a-z0-9_-]+)+$/, 'must look like /bff: lower case, a slash first and none at the end')

const pathsSchema = z
  .strictObject({ bff: pathPrefix.default('/bff'), api: pathPrefix.default('/api') })
  .refine(({ bff, api }) => !`${bff}/`.startsWith(`${api}/`) && !`${api}/`.startsWith(`${bff}/`), {
    path: ['api'],
    error: 'must not be inside paths.bff nor around it: one path cannot have two answers',
  })

const spaSchema = ({ baseDir }: SchemaContext) =>
  z.strictObject({
    dir: z
      .string()
      .min(1)
      .transform((dir) => resolve(baseDir, dir)),
    csp: z
      .strictObject({
        imgSrc: z.array(cspSourceSchema).default([]),
        connectSrc: z.array(cspSourceSchema).default([]),
        fontSrc: z.array(cspSourceSchema).default([]),
        styleSrc: z.array(cspSourceSchema).default([]),
      })
      .prefault({}),
  })

export type { ConfigInput } from './config-input.ts'

/** The configuration with every default filled in, every secret read and every path absolute. */
export type ResolvedConfig = z.output<ReturnType<typeof configSchema>>
