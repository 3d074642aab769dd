import { z } from 'zod'
import { clientFields } from './client-fields.ts'
import { type Oauth2Config, oauth2Schema } from './oauth2-schema.ts'
import { OIDC_SCOPES, type OidcConfig, oidcSchema } from './oidc-schema.ts'
import type { SchemaContext } from './schema-context.ts'
import { openidScopesSchema, scopeNamesSchema } from './scope-names.ts'
import { secretSchema } from './secret.ts'
import { outwardUrlSchema } from './urls.ts'

const GITHUB_SCOPES = ['read:user', 'user:email']
const GOOGLE_SCOPES = ['openid', 'email', 'profile']

/** What each kind of provider is asked for by default: as little as says who signed in. */
export const DEFAULT_SCOPES: ReadonlyMap<string, readonly string[]> = new Map([
  ['github', GITHUB_SCOPES],
  ['google', GOOGLE_SCOPES],
  ['oidc', OIDC_SCOPES],
])

/** Kinds without OpenID Connect: nothing says when, or how, a person authenticated there. */
export const WITHOUT_ID_TOKEN: readonly string[] = ['github', 'oauth2']

/** Kinds that issue people's tokens alone: none to a client for itself, and none in exchange. */
export const FOR_PEOPLE_ONLY: readonly string[] = ['github', 'google']

/** How one provider is configured; `type` decides which fields it has. */
export const providerSchema = (context: SchemaContext) =>
  z.discriminatedUnion('type', [
    githubSchema(context),
    googleSchema(context),
    oidcSchema(context),
    oauth2Schema(context),
  ])

/** GitHub.com, a GitHub Enterprise Server, or an emulator of one. */
const githubSchema = (context: SchemaContext) =>
  z.strictObject({
    type: z.literal('github'),
    ...clientFields,
    clientSecret: secretSchema(context),
    scopes: scopeNamesSchema.default(GITHUB_SCOPES),
    baseUrl: outwardUrlSchema(context).default('https://github.com'),
    apiBaseUrl: outwardUrlSchema(context).default('https://api.github.com'),
    requireIss: z.boolean().default(true),
  })

/** Google, or an emulator of it. */
const googleSchema = (context: SchemaContext) =>
  z.strictObject({
    type: z.literal('google'),
    ...clientFields,
    clientSecret: secretSchema(context),
    scopes: openidScopesSchema.default(GOOGLE_SCOPES),
    issuer: outwardUrlSchema(context).default('https://accounts.google.com'),
    logoutTokenTyp: z.enum(['required', 'optional']).default('required'),
  })

/** A GitHub provider with defaults filled in and its secret read. */
export type GithubConfig = z.output<ReturnType<typeof githubSchema>>

/** A Google provider with defaults filled in and its secret read. */
export type GoogleConfig = z.output<ReturnType<typeof googleSchema>>

/** Any provider with defaults filled in and its secret read. */
export type ProviderConfig = GithubConfig | GoogleConfig | OidcConfig | Oauth2Config
