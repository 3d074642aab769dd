import { z } from 'zod'
import type { Oauth2Config } from '../config/oauth2-schema.ts'
import type { GithubConfig } from '../config/provider-schema.ts'
import { BffError } from '../errors.ts'
import type { TokenSet } from '../oauth/token-set.ts'
import { githubScopesGranting } from './github-scopes.ts'
import { getJson, oauth2 } from './oauth2.ts'
import type { PromptOptions, Provider, ProviderSurroundings, RevocationReach } from './provider.ts'
import type { ProviderHttp } from './provider-http.ts'

const tokenErrorSchema = z.object({ error: z.string() })
const emailsSchema = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }))

const API_HEADERS = { Accept: 'application/vnd.github+json', 'X-GitHub-Api-Version': '2022-11-28' }

/**
 * GitHub.com or a GitHub Enterprise Server: OAuth 2.0 without OpenID Connect, so the identity
 * comes from its REST API. Whether tokens expire is read off each response, never assumed.
 */
export function github(id: string, options: GithubConfig, around: ProviderSurroundings): Provider {
  const habits = { adaptStatus: statusOfTokenAnswer, userinfoHeaders: API_HEADERS }
  const standard = oauth2(id, toOauth2(options), around, habits)
  return {
    ...standard,
    authorizationParameters,
    parseScope: (scope) => scope.split(/[\s,]+/).filter(Boolean),
    scopesGranting: githubScopesGranting,
    async fetchIdentity(tokens) {
      const identity = await standard.fetchIdentity(tokens, undefined)
      const email = await verifiedPrimaryEmail(standard.http, options.apiBaseUrl, tokens)
      const name = identity.name ?? identity.label
      return {
        ...identity,
        ...(name === undefined ? {} : { name }),
        ...(email === undefined ? {} : { email }),
      }
    },
    revoke: (tokens, reach) => revoke(standard.http, options, tokens, reach),
  }
}

/** Static: GitHub's discovery documents are a preview for other clients, and absent on Enterprise Server. */
function toOauth2({ baseUrl, apiBaseUrl, clientSecret, ...settings }: GithubConfig): Oauth2Config {
  return {
    ...settings,
    type: 'oauth2',
    clientAuth: { method: 'client_secret_post', secret: clientSecret },
    issuer: `${baseUrl}/login/oauth`,
    authorizationEndpoint: `${baseUrl}/login/oauth/authorize`,
    tokenEndpoint: `${baseUrl}/login/oauth/access_token`,
    userinfo: { url: `${apiBaseUrl}/user`, sub: 'id', label: 'login', name: 'name', picture: 'avatar_url' },
    authorizationParameters: {},
    trustEmail: false,
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

/** The `email` of `/user` is the public one, which may be absent and need not be verified. */
async function verifiedPrimaryEmail(
  api: ProviderHttp,
  apiBaseUrl: string,
  { accessToken, scope: granted }: TokenSet,
): Promise<string | undefined> {
  if (!githubScopesGranting('user:email').some((scope) => granted.includes(scope))) return undefined
  const answer = await getJson(api, `${apiBaseUrl}/user/emails`, accessToken, API_HEADERS)
  const emails = emailsSchema.safeParse(answer)
  return emails.data?.find(({ primary, verified }) => primary && verified)?.email
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
