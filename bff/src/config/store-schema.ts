import { resolve } from 'node:path'
import { z } from 'zod'
import type { SchemaContext } from './schema-context.ts'
import { secretSchema } from './secret.ts'

/** Where sessions and token sets live; what is read from files is read here, so that a start fails early. */
export const storeSchema = (context: SchemaContext) =>
  z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('memory') }),
    singleSchema(context),
    clusterSchema(context),
    z.strictObject({
      type: z.literal('redis-sentinel'),
      sentinels: z
        .array(z.strictObject({ host: z.string().min(1), port: z.int().min(1).max(65_535) }))
        .min(1),
      name: z.string().min(1),
      ...accessFields(context),
      sentinelPassword: secretSchema(context).optional(),
    }),
  ])

const keyPrefix = z.string().default('coatcheck:')

const singleSchema = (context: SchemaContext) =>
  z
    .strictObject({
      type: z.literal('redis'),
      url: redisUrlSchema(context),
      tls: tlsSchema(context).optional(),
      keyPrefix,
    })
    .refine(({ url, tls }) => tls === undefined || isTlsUrl(url), {
      path: ['url'],
      error: 'must start with rediss:// to go with tls',
    })

const clusterSchema = (context: SchemaContext) =>
  z
    .strictObject({
      type: z.literal('redis-cluster'),
      nodes: z.array(redisUrlSchema(context)).min(1),
      ...accessFields(context),
    })
    .refine(
      ({ nodes, tls }) => nodes.every((url) => isTlsUrl(url) === (tls !== undefined || isTlsUrl(nodes[0]))),
      {
        path: ['nodes'],
        error: 'must all start with redis://, or all with rediss:// as they must when there is tls',
      },
    )

const accessFields = (context: SchemaContext) => ({
  username: z.string().min(1).optional(),
  password: secretSchema(context).optional(),
  tls: tlsSchema(context).optional(),
  keyPrefix,
})

const redisUrlSchema = (context: SchemaContext) =>
  secretSchema(context).refine(isRedisUrl, 'must be a URL that starts with redis:// or rediss://')

const tlsSchema = (context: SchemaContext) =>
  z
    .strictObject({
      caFile: pemFileSchema(context).optional(),
      certFile: pemFileSchema(context).optional(),
      keyFile: pemFileSchema(context).optional(),
    })
    .refine(({ certFile, keyFile }) => (certFile === undefined) === (keyFile === undefined), {
      error: 'needs certFile and keyFile together',
    })
    .transform(({ caFile, certFile, keyFile }) => ({ ca: caFile, cert: certFile, key: keyFile }))

const pemFileSchema = ({ baseDir, readFile }: SchemaContext) =>
  z.string().transform((file, context) => {
    try {
      const pem = readFile(resolve(baseDir, file))
      if (pem.includes('-----BEGIN ')) return pem
      context.addIssue('is not a PEM file; it starts with -----BEGIN')
    } catch {
      context.addIssue(`${file} cannot be read; check the path and who may read it`)
    }
    return z.NEVER
  })

function isRedisUrl(url: string): boolean {
  return ['redis:', 'rediss:'].includes(URL.parse(url)?.protocol ?? '')
}

function isTlsUrl(url: string | undefined): boolean {
  return url !== undefined && URL.parse(url)?.protocol === 'rediss:'
}
