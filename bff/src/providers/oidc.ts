import type { Client } from 'oauth4webapi'
import type { OidcConfig } from '../config/oidc-schema.ts'
import { createClientAuth } from '../oauth/client-auth.ts'
import { discoveredServer } from './discovered-server.ts'
import { endpointRevocation } from './endpoint-revocation.ts'
import { oidcIdentity } from './oidc-identity.ts'
import { protections } from './protections.ts'
import type { PromptOptions, Provider, ProviderSurroundings } from './provider.ts'
import { createProviderHttp, networkOf } from './provider-http.ts'
import { spaceSeparated } from './scope-list.ts'

/**
 * Any OpenID provider: metadata by discovery, the identity from its ID token, tokens taken back where it has an
 * endpoint for that. What one of them does otherwise is spread over what this yields; see `google.ts`.
 *
 * @see OpenID Connect Core, OpenID Connect Discovery, RFC 7009
 */
export function oidc(id: string, options: OidcConfig, around: ProviderSurroundings): Provider {
  const { issuer, requireIss, scopes, optionalScopes } = options
  const http = createProviderHttp(id, issuer, { ...around, ...networkOf(options) })
  const server = discoveredServer({ issuer, requireIss, id }, http, around.now)
  const client = toClient(options)
  const clientAuth = createClientAuth(options.clientAuth)
  const protectedBy = protections(options)

  return {
    id,
    redirectUri: around.redirectUri,
    client,
    clientAuth,
    scopes,
    optionalScopes,
    issuesIdToken: true,
    revokesAtLogout: true,
    // Many give one with a consent only (OpenID Connect Core section 11).
    asksConsentForRefreshToken: scopes.includes('offline_access'),
    acceptsUntypedLogoutTokens: options.logoutTokenTyp === 'optional',
    ...protectedBy,
    http,
    server,
    authorizationParameters: (asked) => ({ ...options.authorizationParameters, ...promptParameters(asked) }),
    parseScope: spaceSeparated,
    scopesGranting: (scope) => [scope],
    fetchIdentity: async (tokens, claims) => {
      const called = { id, client, http, server: await server(), now: around.now() }
      const source = { ...protectedBy, ...called, trustsEmail: options.trustEmail }
      return oidcIdentity(source, tokens, claims)
    },
    revoke: endpointRevocation({ id, server, client, clientAuth, http }),
  }
}

function toClient({ clientId, clientAuth, idTokenAlg, userinfoAlg }: OidcConfig): Client {
  return {
    client_id: clientId,
    // RFC 8705 section 5: only these may ask for a certificate.
    use_mtls_endpoint_aliases: clientAuth.method === 'tls_client_auth',
    id_token_signed_response_alg: idTokenAlg,
    ...(userinfoAlg === undefined ? {} : { userinfo_signed_response_alg: userinfoAlg }),
  }
}

/** @see OpenID Connect Core section 3.1.2.1 */
function promptParameters({ prompt, loginHint, maxAge, acrValues }: PromptOptions): Record<string, string> {
  return {
    ...(prompt === undefined ? {} : { prompt }),
    ...(loginHint === undefined ? {} : { login_hint: loginHint }),
    ...(maxAge === undefined ? {} : { max_age: String(maxAge) }),
    ...(acrValues === undefined ? {} : { acr_values: acrValues.join(' ') }),
  }
}
