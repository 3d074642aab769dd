import { z } from 'zod'
import type { SchemaContext } from './schema-context.ts'
import { secretSchema } from './secret.ts'
import { sessionSecretProblem } from './session-secret.ts'
import { storeSchema } from './store-schema.ts'

/** Where sessions live, how long they last, and the keys they are signed and sealed with. */
export const sessionSchema = (context: SchemaContext) =>
  z
    .strictObject({
      secrets: z.array(signingSecretSchema(context)).min(1),
      store: storeSchema(context).default({ type: 'memory' }),
      allowMemoryStore: z.boolean().default(false),
      ...timeouts,
      maxSessionsPerUser: z.int().min(1).optional(),
      cookie: z.strictObject({ sameSite: z.enum(['strict', 'lax']).default('strict') }).prefault({}),
    })
    .refine(
      ({ idleTimeoutSeconds, absoluteTimeoutSeconds }) => idleTimeoutSeconds <= absoluteTimeoutSeconds,
      {
        path: ['idleTimeoutSeconds'],
        error: 'must not be longer than absoluteTimeoutSeconds: the session would end before it could idle',
        when: ({ value }) => z.object(timeouts).safeParse(value).success,
      },
    )
    .refine(
      ({ store, allowMemoryStore }) => store.type !== 'memory' || allowMemoryStore || !context.production,
      {
        path: ['store'],
        error:
          'is the memory store and NODE_ENV is production: sessions would die with the process and not be shared ' +
          "between processes; use { type: 'redis', url }, or accept that with allowMemoryStore: true",
        when: ({ value }) => z.object({ store: z.object({ type: z.string() }) }).safeParse(value).success,
      },
    )

const timeouts = {
  idleTimeoutSeconds: z
    .int()
    .min(10)
    .default(30 * 60),
  absoluteTimeoutSeconds: z
    .int()
    .min(10)
    .default(12 * 60 * 60),
}

const signingSecretSchema = (context: SchemaContext) =>
  secretSchema(context).superRefine((secret, issues) => {
    const problem = sessionSecretProblem(secret)
    if (problem !== undefined) issues.addIssue(problem)
  })
