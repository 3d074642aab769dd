import { z } from 'zod'
import type { SchemaContext } from './schema-context.ts'
import { scopeNamesSchema } from './scope-names.ts'
import { secretSchema } from './secret.ts'
import { outwardUrlSchema } from './urls.ts'

/** What each kind of provider is asked for by default: as little as says who signed in. */
export const DEFAULT_SCOPES = {
  github: ['read:user', 'user:email'],
  google: ['openid', 'email', 'profile'],
}

/** How one provider is configured; `type` decides which fields it has. */
export const providerSchema = (context: SchemaContext) =>
  z.discriminatedUnion('type', [githubSchema(context), googleSchema(context)])

/** GitHub.com, a GitHub Enterprise Server, or an emulator of one. */
const githubSchema = (context: SchemaContext) =>
  z.strictObject({
    type: z.literal('github'),
    ...clientFields(context),
    scopes: scopeNamesSchema.default(DEFAULT_SCOPES.github),
    baseUrl: outwardUrlSchema(context).default('https://github.com'),
    apiBaseUrl: outwardUrlSchema(context).default('https://api.github.com'),
    requireIss: z.boolean().default(true),
  })

/** Google, or an emulator of it. */
const googleSchema = (context: SchemaContext) =>
  z.strictObject({
    type: z.literal('google'),
    ...clientFields(context),
    scopes: scopeNamesSchema
      .refine((list) => list.includes('openid'), 'must include `openid`: without it Google sends no ID token')
      .default(DEFAULT_SCOPES.google),
    issuer: outwardUrlSchema(context).default('https://accounts.google.com'),
    logoutTokenTyp: z.enum(['required', 'optional']).default('required'),
  })

// The BFF is a confidential client at every provider (RFC 10017 section 6.1.3.1): a secret is never optional.
const clientFields = (context: SchemaContext) => ({
  clientId: z.string().min(1),
  clientSecret: secretSchema(context),
  optionalScopes: scopeNamesSchema.default([]),
})

/** A GitHub provider with defaults filled in and its secret read. */
export type GithubConfig = z.output<ReturnType<typeof githubSchema>>

/** A Google provider with defaults filled in and its secret read. */
export type GoogleConfig = z.output<ReturnType<typeof googleSchema>>

/** Any provider with defaults filled in and its secret read. */
export type ProviderConfig = GithubConfig | GoogleConfig
