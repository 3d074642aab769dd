import * as oauth from 'oauth4webapi'
import { z } from 'zod'
import type { GithubConfig } from '../config/provider-schema.ts'
import { BffError, LoginFailure } from '../errors.ts'
import type { TokenSet } from '../oauth/token-set.ts'
import { githubScopesGranting } from './github-scopes.ts'
import type { Identity, PromptOptions, Provider, RevocationReach } from './provider.ts'
import { createProviderHttp, type ProviderHttp, type ProviderTimeLimits } from './provider-http.ts'

const userSchema = z.object({
  id: z.int(),
  login: z.string(),
  name: z.string().nullish(),
  avatar_url: z.string().nullish(),
})
const tokenErrorSchema = z.object({ error: z.string() })
const emailsSchema = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }))

/**
 * GitHub.com or a GitHub Enterprise Server: OAuth 2.0 without OpenID Connect, so the identity
 * comes from its REST API. Whether tokens expire is read off each response, never assumed.
 */
export function github(
  id: string,
  options: GithubConfig,
  redirectUri: string,
  timeLimits: ProviderTimeLimits,
): Provider {
  const http = createProviderHttp(id, options.baseUrl, { timeLimits, adaptStatus: statusOfTokenAnswer })
  const api = createProviderHttp(id, options.apiBaseUrl, { timeLimits })
  const server = metadata(options)

  return {
    id,
    redirectUri,
    client: { client_id: options.clientId },
    clientAuth: oauth.ClientSecretPost(options.clientSecret),
    scopes: options.scopes,
    optionalScopes: options.optionalScopes,
    issuesIdToken: false,
    revokesAtLogout: true,
    asksConsentForRefreshToken: false,
    acceptsUntypedLogoutTokens: false,
    http,
    server: async () => server,
    authorizationParameters,
    parseScope: (scope) => scope.split(/[\s,]+/).filter(Boolean),
    scopesGranting: githubScopesGranting,
    fetchIdentity: (tokens) => fetchIdentity(api, options.apiBaseUrl, tokens),
    revoke: (tokens, reach) => revoke(api, options, tokens, reach),
  }
}

/** Static: GitHub's discovery documents are a preview for other clients, and absent on Enterprise Server. */
function metadata({ baseUrl, requireIss }: GithubConfig): oauth.AuthorizationServer {
  return {
    issuer: `${baseUrl}/login/oauth`,
    authorization_endpoint: `${baseUrl}/login/oauth/authorize`,
    token_endpoint: `${baseUrl}/login/oauth/access_token`,
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: requireIss,
  }
}

/** GitHub answers token errors with 200; RFC 6749 section 5.2 wants 400. */
function statusOfTokenAnswer(status: number, body: string): number {
  return status === 200 && tokenErrorSchema.safeParse(parseJson(body)).success ? 400 : status
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** `select_account` is the one prompt GitHub knows. */
function authorizationParameters({ prompt, loginHint }: PromptOptions): Record<string, string> {
  return {
    ...(prompt === 'select_account' ? { prompt } : {}),
    ...(loginHint === undefined ? {} : { login: loginHint }),
  }
}

async function fetchIdentity(api: ProviderHttp, apiBaseUrl: string, tokens: TokenSet): Promise<Identity> {
  const user = userSchema.safeParse(await getJson(api, `${apiBaseUrl}/user`, tokens.accessToken))
  if (!user.success)
    throw new LoginFailure('login_failed', 'GitHub did not say whose account this is', user.error)

  const { id, login, name, avatar_url: picture } = user.data
  const email = await verifiedPrimaryEmail(api, apiBaseUrl, tokens)
  return {
    sub: String(id),
    name: name ?? login,
    label: login,
    ...(email === undefined ? {} : { email }),
    ...(picture ? { picture } : {}),
  }
}

/** The `email` of `/user` is the public one, which may be absent and need not be verified. */
async function verifiedPrimaryEmail(
  api: ProviderHttp,
  apiBaseUrl: string,
  tokens: TokenSet,
): Promise<string | undefined> {
  if (!githubScopesGranting('user:email').some((scope) => tokens.scope.includes(scope))) return undefined
  const emails = emailsSchema.safeParse(await getJson(api, `${apiBaseUrl}/user/emails`, tokens.accessToken))
  return emails.data?.find(({ primary, verified }) => primary && verified)?.email
}

async function getJson(api: ProviderHttp, url: string, accessToken: string): Promise<unknown> {
  const response = await api.fetch(url, {
    headers: {
      Authorization: `Bearer ${accessToken}`,
      Accept: 'application/vnd.github+json',
      'User-Agent': 'coatcheck',
      'X-GitHub-Api-Version': '2022-11-28',
    },
  })
  return response.status === 200 ? response.json().catch(() => undefined) : undefined
}

/**
 * GitHub has no RFC 7009 endpoint: it takes tokens back through its REST API, authenticated
 * as the client. 404 and 422 mean that it no longer knows the token.
 */
async function revoke(
  api: ProviderHttp,
  { apiBaseUrl, clientId, clientSecret }: GithubConfig,
  tokens: TokenSet,
  reach: RevocationReach,
): Promise<void> {
  const credentials = Buffer.from(`${clientId}:${clientSecret}`).toString('base64')
  const response = await api.fetch(`${apiBaseUrl}/applications/${encodeURIComponent(clientId)}/${reach}`, {
    method: 'DELETE',
    headers: {
      Authorization: `Basic ${credentials}`,
      Accept: 'application/vnd.github+json',
      'Content-Type': 'application/json',
      'User-Agent': 'coatcheck',
    },
    body: JSON.stringify({ access_token: tokens.accessToken }),
  })
  // A token it does not know is as good as revoked; a grant looked for by such a token may still stand.
  const isUnknown = response.status === 404 || response.status === 422
  if (response.status !== 204 && !(isUnknown && reach === 'token')) {
    throw new BffError('internal_error', `GitHub refused to take the ${reach} back.`)
  }
}
