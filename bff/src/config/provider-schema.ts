import { z } from 'zod'
import { secretSchema } from './secret.ts'

const scopes = z.array(
  z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, 'is not a scope token (RFC 6749 section 3.3)'),
)

const client = {
  clientId: z.string().min(1),
  clientSecret: secretSchema,
  /** Asked for at every login. */
  scopes: scopes.optional(),
  /** May be asked for later through `scope=` of login and connect, besides `scopes`. Default: none. */
  optionalScopes: scopes.default([]),
}

/** GitHub.com, a GitHub Enterprise Server, or an emulator of one. */
export const githubSchema = z.strictObject({
  type: z.literal('github'),
  ...client,
  /** Where people sign in. Default `https://github.com`. */
  baseUrl: z.url().default('https://github.com'),
  /** Where the REST API is. Default `https://api.github.com`. */
  apiBaseUrl: z.url().default('https://api.github.com'),
  /** Refuses an authorization response without `iss`. Default true; switch off for servers that do not send it. */
  requireIss: z.boolean().default(true),
})

/** Google, or an emulator of it. */
export const googleSchema = z.strictObject({
  type: z.literal('google'),
  ...client,
  issuer: z.url().default('https://accounts.google.com'),
})

/** How one provider is configured; `type` decides which fields it has. */
export const providerSchema = z.discriminatedUnion('type', [githubSchema, googleSchema])

/** A GitHub provider with defaults filled in. */
export type GithubConfig = z.output<typeof githubSchema>

/** A Google provider with defaults filled in. */
export type GoogleConfig = z.output<typeof googleSchema>

/** Any provider with defaults filled in. */
export type ProviderConfig = z.output<typeof providerSchema>
