import { z } from 'zod'
import { resourceSchema } from './resource-schema.ts'
import type { SchemaContext } from './schema-context.ts'
import { scopeNamesSchema } from './scope-names.ts'
import { suggestName } from './suggest-name.ts'

/** What authorises an upstream's calls; `type` decides which fields it has. */
export const credentialSchema = ({ offeredScopes }: SchemaContext) =>
  z.discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('userToken'),
      provider: z.string().refine((id) => offeredScopes.has(id), {
        error: ({ input }) =>
          `is not a provider of this file; ${suggestName(String(input), [...offeredScopes.keys()])}`,
      }),
      scopes: scopeNamesSchema.optional(),
      resource: resourceSchema.optional(),
    }),
    z.strictObject({ type: z.literal('none') }),
  ])
