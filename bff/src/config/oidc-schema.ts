import { z } from 'zod'
import { clientAuthFields, requireOneClientAuth, withClientAuth } from './client-auth-schema.ts'
import { clientFields, standardFields } from './client-fields.ts'
import { requireProfile, withProtections } from './fapi2.ts'
import { protectionFields } from './protection-fields.ts'
import type { SchemaContext } from './schema-context.ts'
import { openidScopesSchema } from './scope-names.ts'
import { outwardUrlSchema } from './urls.ts'

/** Enough to say who signed in. */
export const OIDC_SCOPES = ['openid', 'profile', 'email']

// HS256 and its like are signed with the client's secret, and would make that a key the provider shares.
const signingAlgorithmSchema = z.enum([
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
])

/** Any OpenID provider, by discovery. */
export const oidcSchema = (context: SchemaContext) =>
  z
    .strictObject({
      type: z.literal('oidc'),
      ...clientFields,
      ...clientAuthFields(context),
      ...standardFields,
      ...protectionFields(context),
      scopes: openidScopesSchema.default(OIDC_SCOPES),
      issuer: outwardUrlSchema(context),
      idTokenAlg: signingAlgorithmSchema.default('RS256'),
      userinfoAlg: signingAlgorithmSchema.optional(),
      logoutTokenTyp: z.enum(['required', 'optional']).default('required'),
      requireIss: z.boolean().optional(),
    })
    .superRefine(requireOneClientAuth, { when: () => true })
    .superRefine(requireProfile, { when: () => true })
    .transform((settings) => withProtections(withClientAuth(settings)))

/** An OpenID provider with defaults filled in and its secret read. */
export type OidcConfig = z.output<ReturnType<typeof oidcSchema>>
