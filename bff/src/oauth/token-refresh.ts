import * as oauth from 'oauth4webapi'
import { BffError } from '../errors.ts'
import type { Provider } from '../providers/provider.ts'
import { isProtocolError } from './protocol-error.ts'
import { type TokenSet, toTokenSet } from './token-set.ts'

/** A token set that can be refreshed. */
export type RefreshableTokenSet = TokenSet & { refreshToken: string }

/**
 * Gets a new token set for a refresh token.
 *
 * @returns The whole new set: what the response leaves out is carried over from the old one.
 * @throws {BffError} `reauth_required` (401): the provider will not renew this grant any more.
 * @throws {BffError} `provider_unavailable` (503): worth trying again; the old set is untouched.
 * @see RFC 6749 section 6, OpenID Connect Core section 12.2
 */
export async function refreshTokenSet(
  provider: Provider,
  tokens: RefreshableTokenSet,
  now: number,
): Promise<TokenSet> {
  const server = await provider.server()
  try {
    const response = await oauth.refreshTokenGrantRequest(
      server,
      provider.client,
      provider.clientAuth,
      tokens.refreshToken,
      provider.http.options,
    )
    const body = await oauth.processRefreshTokenResponse(server, provider.client, response)
    if (body.id_token !== undefined) {
      await oauth.validateApplicationLevelSignature(server, response, provider.http.options)
    }
    const scope = body.scope === undefined ? tokens.scope : provider.parseScope(body.scope)
    const refreshed = { ...kept(tokens), ...toTokenSet(body, scope, now) }
    if (tokens.subject !== undefined && refreshed.subject !== tokens.subject)
      throw ofSomebodyElse(provider.id)
    return refreshed
  } catch (error) {
    throw asRefreshError(error, provider.id)
  }
}

/** Providers that do not rotate send no new refresh token; many send no new ID token. */
function kept({ refreshToken, idToken, subject }: RefreshableTokenSet): Partial<TokenSet> {
  return {
    refreshToken,
    ...(idToken === undefined ? {} : { idToken }),
    ...(subject === undefined ? {} : { subject }),
  }
}

/** @see OpenID Connect Core section 12.2: the subject must not change. */
function ofSomebodyElse(provider: string): BffError {
  return new BffError('reauth_required', 'The provider renewed another account; connect this one again.', {
    provider,
  })
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
  if (isProtocolError(error)) {
    return new BffError('provider_unavailable', 'The provider could not renew the connection; try again.', {
      cause: error,
      provider,
    })
  }
  return error
}
