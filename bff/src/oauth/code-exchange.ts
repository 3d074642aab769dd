import * as oauth from 'oauth4webapi'
import { BffError, LoginFailure } from '../errors.ts'
import type { Provider } from '../providers/provider.ts'
import { isBoundAs } from './bound-request.ts'
import type { DpopKey } from './dpop-key.ts'
import { verifyIdToken } from './id-token.ts'
import { isProtocolError } from './protocol-error.ts'
import { withExpectedAlgorithm } from './provider-jwt.ts'
import { isSignedMode } from './response-mode.ts'
import { verifySignedResponse } from './signed-response.ts'
import { requestTokens } from './token-request.ts'
import { type TokenSet, toTokenSet } from './token-set.ts'

/** What the exchange must find again from the authorization request. */
export interface ExpectedResponse {
  issuer: string
  redirectUri: string
  state: string
  nonce: string
  codeVerifier: string
  scopes: readonly string[]
  maxAge?: number | undefined
  dpopKey?: DpopKey | undefined
}

/** Tokens, and the claims of the verified ID token where one is issued. */
export interface ExchangedCode {
  tokens: TokenSet
  claims: oauth.IDToken | undefined
}

/**
 * Trades the authorization code on a callback URL for a token set. The code is sent once:
 * after an answer that never came, the login starts again.
 *
 * @param callbackUrl The configured redirect URI with the query the browser arrived with.
 * @param now Epoch milliseconds, to turn `expires_in` (seconds) into `expiresAt`.
 *
 * @throws {BffError} `invalid_request` (400): this is no authorization response of ours
 *   (state, issuer, a parameter twice). Nothing was sent anywhere.
 * @throws {LoginFailure} `access_denied`, `provider_unavailable` or `login_failed`.
 * @see RFC 6749 section 4.1.3, RFC 7636 section 4.5, RFC 9207 section 2.4, OpenID Connect Core section 3.1.3.7
 */
export async function exchangeCode(
  provider: Provider,
  callbackUrl: URL,
  expected: ExpectedResponse,
  now: number,
): Promise<ExchangedCode> {
  const server = await serverFor(provider)
  const parameters = await validateResponse(provider, server, { callbackUrl, expected, now })
  const { dpopKey } = expected
  try {
    const body = await requestTokens(provider, dpopKey, {
      send: (options) =>
        oauth.authorizationCodeGrantRequest(
          server,
          provider.client,
          provider.clientAuth,
          parameters,
          expected.redirectUri,
          expected.codeVerifier,
          options,
        ),
      read: (response) => readResponse(provider, server, response, expected),
    })
    // The library compares claims only; without this a forged signature would pass (ASVS 9.1.1).
    const claims = await verifyIdToken(provider, server, body, now)
    const scope = body.scope === undefined ? [...expected.scopes] : provider.parseScope(body.scope)
    const tokens = toTokenSet(body, scope, now, claims)
    return { tokens: dpopKey ? { ...tokens, dpopKey } : tokens, claims }
  } catch (error) {
    throw asLoginFailure(error)
  }
}

function readResponse(
  { client, issuesIdToken }: Provider,
  server: oauth.AuthorizationServer,
  response: Response,
  { nonce, maxAge }: ExpectedResponse,
): Promise<oauth.TokenEndpointResponse> {
  return oauth.processAuthorizationCodeResponse(server, withExpectedAlgorithm(client), response, {
    expectedNonce: issuesIdToken ? nonce : oauth.expectNoNonce,
    requireIdToken: issuesIdToken,
    ...(issuesIdToken && maxAge !== undefined ? { maxAge } : {}),
  })
}

async function serverFor(provider: Provider): Promise<oauth.AuthorizationServer> {
  try {
    return await provider.server()
  } catch (error) {
    throw asLoginFailure(error)
  }
}

/** What the browser came back with. */
interface Arrival {
  callbackUrl: URL
  expected: ExpectedResponse
  now: number
}

async function validateResponse(
  provider: Provider,
  server: oauth.AuthorizationServer,
  { callbackUrl, expected, now }: Arrival,
): Promise<URLSearchParams> {
  const { issuer, state, dpopKey } = expected
  // The configuration may have changed since the login began; its answer is then nobody's.
  if (server.issuer !== issuer || !isBoundAs(provider, { dpopKey })) throw notAnAnswer(provider)
  try {
    const parameters = isSignedMode(provider.responseMode)
      ? await verifySignedResponse(provider, server, callbackUrl.searchParams, now)
      : callbackUrl.searchParams
    return oauth.validateAuthResponse(server, provider.client, parameters, state)
  } catch (error) {
    if (error instanceof oauth.AuthorizationResponseError) throw refusalOf(error)
    throw isProtocolError(error) ? notAnAnswer(provider, error) : asLoginFailure(error)
  }
}

function notAnAnswer(provider: Provider, cause?: unknown): BffError {
  return new BffError('invalid_request', 'This is not the answer to a sign-in that was started here.', {
    cause,
    provider: provider.id,
  })
}

/** Only the code is read: description and URI are the sender's words, whoever that was. */
function refusalOf(error: oauth.AuthorizationResponseError): LoginFailure {
  switch (error.error) {
    case 'access_denied':
      return new LoginFailure('access_denied', 'authorization was not granted', error)
    case 'server_error':
    case 'temporarily_unavailable':
      return new LoginFailure('provider_unavailable', 'the provider failed during sign-in', error)
    default:
      return new LoginFailure('login_failed', 'the provider refused the authorization request', error)
  }
}

function asLoginFailure(error: unknown): unknown {
  if (error instanceof BffError && error.code === 'provider_unavailable') {
    return new LoginFailure('provider_unavailable', 'the provider could not be reached', error)
  }
  if (isProtocolError(error)) {
    return new LoginFailure('login_failed', 'the provider did not accept the code or answered wrongly', error)
  }
  return error
}
