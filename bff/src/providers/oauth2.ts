import type { AuthorizationServer } from 'oauth4webapi'
import type { Oauth2Config } from '../config/oauth2-schema.ts'
import { LoginFailure } from '../errors.ts'
import { createClientAuth } from '../oauth/client-auth.ts'
import type { TokenSet } from '../oauth/token-set.ts'
import { endpointRevocation } from './endpoint-revocation.ts'
import { mapIdentity } from './mapped-identity.ts'
import type { Identity, PromptOptions, Provider, ProviderSurroundings } from './provider.ts'
import {
  createProviderHttp,
  networkOf,
  type ProviderHttp,
  type ProviderHttpSettings,
} from './provider-http.ts'
import { spaceSeparated } from './scope-list.ts'

/** What a server does otherwise that cannot be said in its settings. */
export interface Oauth2Habits extends Pick<ProviderHttpSettings, 'adaptStatus'> {
  /** Headers that its userinfo wants besides the usual ones. */
  userinfoHeaders?: Readonly<Record<string, string>>
}

/**
 * Any OAuth 2.0 server: static metadata, the identity from an address of its own. What one of them does
 * otherwise is spread over what this yields; see `github.ts`.
 *
 * @see RFC 6749, RFC 7009
 */
export function oauth2(
  id: string,
  options: Oauth2Config,
  around: ProviderSurroundings,
  { userinfoHeaders, ...habits }: Oauth2Habits = {},
): Provider {
  const http = createProviderHttp(id, options.tokenEndpoint, { ...around, ...networkOf(options), ...habits })
  const metadata = staticMetadata(options)
  const server = async () => metadata
  const client = { client_id: options.clientId }
  const clientAuth = createClientAuth(options.clientAuth)

  return {
    id,
    redirectUri: around.redirectUri,
    client,
    clientAuth,
    scopes: options.scopes,
    optionalScopes: options.optionalScopes,
    issuesIdToken: false,
    revokesAtLogout: true,
    asksConsentForRefreshToken: false,
    acceptsUntypedLogoutTokens: false,
    http,
    server,
    authorizationParameters: (asked) => ({ ...options.authorizationParameters, ...promptParameters(asked) }),
    parseScope: spaceSeparated,
    scopesGranting: (scope) => [scope],
    fetchIdentity: (tokens) => fetchIdentity(http, options, tokens, userinfoHeaders),
    revoke: endpointRevocation({ id, server, client, clientAuth, http }),
  }
}

function staticMetadata(options: Oauth2Config): AuthorizationServer {
  const { issuer, authorizationEndpoint, tokenEndpoint, revocationEndpoint, requireIss } = options
  return {
    issuer: issuer ?? new URL(authorizationEndpoint).origin,
    authorization_endpoint: authorizationEndpoint,
    token_endpoint: tokenEndpoint,
    ...(revocationEndpoint === undefined ? {} : { revocation_endpoint: revocationEndpoint }),
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: requireIss,
  }
}

/** The two that OAuth servers have taken over from OpenID Connect. */
function promptParameters({ prompt, loginHint }: PromptOptions): Record<string, string> {
  return {
    ...(prompt === undefined ? {} : { prompt }),
    ...(loginHint === undefined ? {} : { login_hint: loginHint }),
  }
}

async function fetchIdentity(
  http: ProviderHttp,
  { userinfo, trustEmail }: Oauth2Config,
  { accessToken }: TokenSet,
  headers: Readonly<Record<string, string>> = {},
): Promise<Identity> {
  const { url, ...names } = userinfo
  const identity = mapIdentity(await getJson(http, url, accessToken, headers), names, trustEmail)
  if (!identity) throw new LoginFailure('login_failed', 'the provider did not say whose account this is')
  return identity
}

/**
 * Asks an API of the provider with an access token.
 *
 * @returns undefined for every answer but 200 with JSON.
 */
export async function getJson(
  http: ProviderHttp,
  url: string,
  accessToken: string,
  headers: Readonly<Record<string, string>>,
): Promise<unknown> {
  const response = await http.fetch(url, {
    headers: {
      Authorization: `Bearer ${accessToken}`,
      Accept: 'application/json',
      'User-Agent': 'coatcheck',
      ...headers,
    },
  })
  return response.status === 200 ? response.json().catch(() => undefined) : undefined
}
