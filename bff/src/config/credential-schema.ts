import { z } from 'zod'
import { resourceSchema } from './resource-schema.ts'
import type { SchemaContext } from './schema-context.ts'
import { scopeNamesSchema } from './scope-names.ts'
import { suggestName } from './suggest-name.ts'

/** What authorises an upstream's calls; `type` decides which fields it has. */
export const credentialSchema = (context: SchemaContext) =>
  z.discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('userToken'),
      provider: knownProviderSchema(context),
      scopes: scopeNamesSchema.optional(),
      resource: resourceSchema.optional(),
    }),
    z.strictObject({
      type: z.literal('clientCredentials'),
      provider: grantingProviderSchema('clientCredentials', context),
      scopes: scopeNamesSchema.default([]),
      resource: resourceSchema.optional(),
    }),
    z.strictObject({
      type: z.literal('tokenExchange'),
      provider: grantingProviderSchema('tokenExchange', context),
      audience: z.string().regex(/^[\x21-\x7e]{1,512}$/, 'must be one name or URI, without spaces'),
      scopes: scopeNamesSchema.default([]),
      resource: resourceSchema.optional(),
    }),
    z.strictObject({ type: z.literal('none') }),
  ])

const knownProviderSchema = ({ offeredScopes }: SchemaContext) =>
  z.string().refine((id) => offeredScopes.has(id), {
    error: ({ input }) =>
      `is not a provider of this file; ${suggestName(String(input), [...offeredScopes.keys()])}`,
    abort: true,
  })

/** A provider that may be asked for more than the tokens people agree to. */
const grantingProviderSchema = (type: string, context: SchemaContext) =>
  knownProviderSchema(context).refine((id) => context.grantingToClients.has(id), {
    error: `cannot be used for ${type}: GitHub and Google issue people's tokens alone; use userToken, or name a provider of type oidc or oauth2`,
  })
