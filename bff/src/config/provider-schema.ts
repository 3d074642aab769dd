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
    /** Asked for at every login. */
    scopes: scopes.optional(),
    /** Where people sign in. Default `https://github.com`. */
    baseUrl: outwardUrlSchema(context).default('https://github.com'),
    /** Where the REST API is. Default `https://api.github.com`. */
    apiBaseUrl: outwardUrlSchema(context).default('https://api.github.com'),
    /** Refuses an authorization response without `iss`. Default true; switch off for servers that do not send it. */
    requireIss: z.boolean().default(true),
  })

/** Google, or an emulator of it. */
const googleSchema = (context: SchemaContext) =>
  z.strictObject({
    type: z.literal('google'),
    ...clientFields(context),
    /** Asked for at every login; `openid` must be among them. */
    scopes: scopes
      .refine((list) => list.includes('openid'), 'must include `openid`: without it Google sends no ID token')
      .optional(),
    /** Where its metadata is discovered. Default `https://accounts.google.com`. */
    issuer: outwardUrlSchema(context).default('https://accounts.google.com'),
  })

// The BFF is a confidential client at every provider (RFC 10017 section 6.1.3.1): a secret is never optional.
const clientFields = (context: SchemaContext) => ({
  clientId: z.string().min(1),
  clientSecret: secretSchema(context),
  /** May be asked for later through `scope=` of login and connect, besides `scopes`. Default: none. */
  optionalScopes: scopes.default([]),
})

/** A GitHub provider with defaults filled in and its secret read. */
export type GithubConfig = z.output<ReturnType<typeof githubSchema>>

/** A Google provider with defaults filled in and its secret read. */
export type GoogleConfig = z.output<ReturnType<typeof googleSchema>>

/** Any provider with defaults filled in and its secret read. */
export type ProviderConfig = GithubConfig | GoogleConfig

/** A GitHub provider as a person writes it. */
export type GithubInput = z.input<ReturnType<typeof githubSchema>>

/** A Google provider as a person writes it. */
export type GoogleInput = z.input<ReturnType<typeof googleSchema>>
