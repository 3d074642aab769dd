import { z } from 'zod'
import type { SchemaContext } from './schema-context.ts'
import { secretSchema } from './secret.ts'
import { outwardUrlSchema } from './urls.ts'

const scopes = z.array(
  z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, 'must be one scope: no spaces, quotes or backslashes'),
)

/** How one provider is configured; `type` decides which fields it has. */
export const providerSchema = (context: SchemaContext) =>
  z.discriminatedUnion('type', [githubSchema(context), googleSchema(context)])

/** GitHub.com, a GitHub Enterprise Server, or an emulator of one. */
const githubSchema = (context: SchemaContext) =>
  z.strictObject({
    type: z.literal('github'),
    ...clientFields(context),
    scopes: scopes.optional(),
    baseUrl: outwardUrlSchema(context).default('https://github.com'),
    apiBaseUrl: outwardUrlSchema(context).default('https://api.github.com'),
    requireIss: z.boolean().default(true),
  })

/** Google, or an emulator of it. */
const googleSchema = (context: SchemaContext) =>
  z.strictObject({
    type: z.literal('google'),
    ...clientFields(context),
    scopes: scopes
      .refine((list) => list.includes('openid'), 'must include `openid`: without it Google sends no ID token')
      .optional(),
    issuer: outwardUrlSchema(context).default('https://accounts.google.com'),
    logoutTokenTyp: z.enum(['required', 'optional']).default('required'),
  })

// The BFF is a confidential client at every provider (RFC 10017 section 6.1.3.1): a secret is never optional.
const clientFields = (context: SchemaContext) => ({
  clientId: z.string().min(1),
  clientSecret: secretSchema(context),
  optionalScopes: scopes.default([]),
})

/** A GitHub provider with defaults filled in and its secret read. */
export type GithubConfig = z.output<ReturnType<typeof githubSchema>>

/** A Google provider with defaults filled in and its secret read. */
export type GoogleConfig = z.output<ReturnType<typeof googleSchema>>

/** Any provider with defaults filled in and its secret read. */
export type ProviderConfig = GithubConfig | GoogleConfig
