import { z } from 'zod'
import { providerSchema } from './provider-schema.ts'
import { secretSchema } from './secret.ts'
import { upstreamSchema } from './upstream-schema.ts'

const pathPrefix = z
  .string()
  .regex(/^(\/[a-z0-9_-]+)+$/, 'must look like /bff: lower case, no trailing slash')

const storeSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('memory') }),
  z.strictObject({
    type: z.literal('redis'),
    /** `redis://` or `rediss://`; may carry an ACL user and password. */
    url: secretSchema,
    /** Put before every key. Default `coatcheck:`. */
    keyPrefix: z.string().default('coatcheck:'),
  }),
])

const sessionSchema = z.strictObject({
  /** At least 32 characters each; the first signs and seals, all verify and open. */
  secrets: z.array(secretSchema).min(1),
  store: storeSchema.default({ type: 'memory' }),
  /** Accepts the memory store with NODE_ENV=production. Default false. */
  allowMemoryStore: z.boolean().default(false),
  /** Seconds without an API call after which a session ends. Default 30 minutes. */
  idleTimeoutSeconds: z
    .int()
    .min(10)
    .default(30 * 60),
  /** Seconds after sign-in at which a session ends whatever happens. Default 12 hours. */
  absoluteTimeoutSeconds: z
    .int()
    .min(10)
    .default(12 * 60 * 60),
  cookie: z.strictObject({ sameSite: z.enum(['strict', 'lax']).default('strict') }).prefault({}),
})

const spaSchema = z.strictObject({
  /** Folder of the built app, relative to the configuration file. */
  dir: z.string().min(1),
  /** Sources allowed besides `'self'`, per directive of the Content-Security-Policy. */
  csp: z
    .strictObject({
      imgSrc: z.array(z.url()).default([]),
      connectSrc: z.array(z.url()).default([]),
      fontSrc: z.array(z.url()).default([]),
      styleSrc: z.array(z.url()).default([]),
    })
    .prefault({}),
})

/** The one source of the configuration's types, defaults and single-field checks. */
export const configSchema = z.strictObject({
  /** The one origin the browser sees. */
  publicUrl: z.url(),
  listen: z
    .strictObject({ host: z.string().default('127.0.0.1'), port: z.int().min(0).max(65535).default(3000) })
    .prefault({}),
  /** Proxy hops in front, or their addresses as CIDR; never `true`. Default: none. */
  trustProxy: z.union([z.int().min(0), z.array(z.string())]).optional(),
  paths: z.strictObject({ bff: pathPrefix.default('/bff'), api: pathPrefix.default('/api') }).prefault({}),
  spa: spaSchema.optional(),
  session: sessionSchema,
  providers: z.record(z.string().regex(/^[a-z][a-z0-9-]{0,31}$/), providerSchema),
  upstreams: z.record(z.string().regex(/^[a-z][a-z0-9-]{0,31}$/), upstreamSchema).default({}),
  log: z
    .strictObject({
      level: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    })
    .prefault({}),
})

/** The configuration as a person writes it. */
export type ConfigInput = z.input<typeof configSchema>

/** The configuration with every default filled in; secrets still as written. */
export type Config = z.output<typeof configSchema>
