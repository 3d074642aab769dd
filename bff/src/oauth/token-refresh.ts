import { errors } from 'jose'
import * as oauth from 'oauth4webapi'
import { BffError } from '../errors.ts'
import type { Provider } from '../providers/provider.ts'
import { boundOtherwise, isBoundAs } from './bound-request.ts'
import { assertSameLogin, verifyIdToken } from './id-token.ts'
import { isProtocolError } from './protocol-error.ts'
import { withExpectedAlgorithm } from './provider-jwt.ts'
import { withResource } from './resource-tokens.ts'
import { requestTokens } from './token-request.ts'
import { type TokenSet, toTokenSet } from './token-set.ts'

/** A token set that can be refreshed. */
export type RefreshableTokenSet = TokenSet & { refreshToken: string }

/**
 * Gets a new token set for a refresh token.
 *
 * @param resource Whose token is wanted. Absent: that of no resource in particular.
 * @returns The whole new set: what the response leaves out is carried over from the old one.
 * @throws {BffError} `reauth_required` (401): the provider will not renew this grant any more.
 * @throws {BffError} `unauthenticated` (401): an ID token came along that is not to be believed, or of another login.
 *   The session is to end.
 * @throws {BffError} `provider_unavailable` (503): worth trying again; the old set is untouched.
 * @see RFC 6749 section 6, OpenID Connect Core section 12.2
 */
export async function refreshTokenSet(
  provider: Provider,
  tokens: RefreshableTokenSet,
  now: number,
  resource?: string,
): Promise<TokenSet> {
  const { client, clientAuth } = provider
  if (!isBoundAs(provider, tokens)) throw boundOtherwise(provider.id)
  const server = await provider.server()
  try {
    const body = await requestTokens(provider, tokens.dpopKey, {
      send: (options) => {
        const asked = resource === undefined ? options : { ...options, additionalParameters: { resource } }
        return oauth.refreshTokenGrantRequest(server, client, clientAuth, tokens.refreshToken, asked)
      },
      read: (response) => readResponse(provider, server, response),
    })
    const claims = await verifyIdToken(provider, server, body, now)
    if (claims) assertSameLogin(tokens, claims)
    const scope = body.scope === undefined ? tokens.scope : provider.parseScope(body.scope)
    const refreshed = { ...kept(tokens), ...toTokenSet(body, scope, now, claims) }
    return resource === undefined ? refreshed : withResource(tokens, resource, refreshed)
  } catch (error) {
    throw asRefreshError(error, provider.id)
  }
}

async function readResponse(
  { id, client, issuesIdToken }: Provider,
  server: oauth.AuthorizationServer,
  response: Response,
): Promise<oauth.TokenEndpointResponse> {
  const hasIdToken = issuesIdToken && (await carriesIdToken(response.clone()))
  try {
    return await oauth.processRefreshTokenResponse(server, withExpectedAlgorithm(client), response)
  } catch (error) {
    throw hasIdToken && isProtocolError(error) ? ofAnotherLogin(id, error) : error
  }
}

async function carriesIdToken(response: Response): Promise<boolean> {
  const body: unknown = await response.json().catch(() => undefined)
  return typeof body === 'object' && body !== null && 'id_token' in body
}

/** Providers that do not rotate send no new refresh token; many send no new ID token. */
function kept({
  refreshToken,
  idToken,
  subject,
  forResources,
  dpopKey,
}: RefreshableTokenSet): Partial<TokenSet> {
  return {
    refreshToken,
    ...(idToken === undefined ? {} : { idToken }),
    ...(subject === undefined ? {} : { subject }),
    ...(forResources === undefined ? {} : { forResources }),
    ...(dpopKey === undefined ? {} : { dpopKey }),
  }
}

/**
 * The answer is to this refresh and its ID token is not of this login: the provider has mixed something up, or is not
 * the provider. Neither what came nor what was there before is good, and asking again would show the
 * refresh token a second time.
 *
 * @see OpenID Connect Core section 12.2
 */
function ofAnotherLogin(provider: string, cause: unknown): BffError {
  return new BffError(
    'unauthenticated',
    'The provider renewed another sign-in than this one; sign in again.',
    {
      cause,
      provider,
    },
  )
}

/** GitHub's own name for `invalid_grant` at the refresh. */
const REFUSED = new Set(['invalid_grant', 'bad_refresh_token'])

function asRefreshError(error: unknown, provider: string): unknown {
  if (error instanceof oauth.ResponseBodyError && REFUSED.has(error.error)) {
    return new BffError(
      'reauth_required',
      'The provider no longer renews this connection; connect it again.',
      {
        cause: error,
        provider,
      },
    )
  }
  // Nothing but an ID token is verified here.
  if (error instanceof errors.JOSEError) return ofAnotherLogin(provider, error)
  if (isProtocolError(error)) {
    return new BffError('provider_unavailable', 'The provider could not renew the connection; try again.', {
      cause: error,
      provider,
    })
  }
  return error
}
