import * as oauth from 'oauth4webapi'
import { BffError } from '../errors.ts'
import type { PromptOptions, Provider } from '../providers/provider.ts'

/** A login about to leave for the provider. */
export interface AuthorizationRequest {
  /** Where to send the browser. */
  url: URL
  issuer: string
  state: string
  nonce: string
  codeVerifier: string
}

/**
 * Builds an authorization request for the code flow with PKCE. The protocol's parameters are
 * set last and only here: nothing a browser sends can replace them.
 *
 * @param scopes In the names the configuration uses; already checked against it.
 * @throws {BffError} `provider_unavailable` (503): its metadata cannot be had.
 * @see RFC 6749 section 4.1.1, RFC 7636 section 4.3, OpenID Connect Core section 3.1.2.1
 */
export async function buildAuthorizationRequest(
  provider: Provider,
  scopes: readonly string[],
  options: PromptOptions,
): Promise<AuthorizationRequest> {
  const server = await provider.server()
  if (!server.authorization_endpoint) {
    throw new BffError('provider_unavailable', 'The provider names no authorization endpoint.', {
      provider: provider.id,
    })
  }
  const state = oauth.generateRandomState()
  const nonce = oauth.generateRandomNonce()
  const codeVerifier = oauth.generateRandomCodeVerifier()
  const parameters = {
    ...provider.authorizationParameters(options),
    client_id: provider.client.client_id,
    redirect_uri: provider.redirectUri,
    response_type: 'code',
    scope: scopes.join(' '),
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
    ...(provider.issuesIdToken ? { nonce } : {}),
  }

  const url = new URL(server.authorization_endpoint)
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return { url, issuer: server.issuer, state, nonce, codeVerifier }
}
