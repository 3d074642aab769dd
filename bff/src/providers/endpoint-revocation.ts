import * as oauth from 'oauth4webapi'
import { BffError } from '../errors.ts'
import { isProtocolError } from '../oauth/protocol-error.ts'
import type { Provider } from './provider.ts'

/** What a call to a revocation endpoint needs of its provider. */
type Revoker = Pick<Provider, 'id' | 'server' | 'client' | 'clientAuth' | 'http'>

type TokenKind = 'refresh_token' | 'access_token'

/** Codes that say there is nothing left to do: it knows no such token, or takes none of that kind back. */
const AS_GOOD_AS_REVOKED = new Set(['invalid_token', 'unsupported_token_type'])

/**
 * Creates the revocation of a provider that has an endpoint for it; without one, tokens are left to expire.
 * The refresh token goes first, because with it goes the grant; whatever becomes of an access token, it is
 * short-lived.
 *
 * @see RFC 7009 sections 2.1 and 2.2
 */
export function endpointRevocation(revoker: Revoker): Provider['revoke'] {
  return async function revoke({ refreshToken, accessToken }) {
    if ((await revoker.server()).revocation_endpoint === undefined) return
    if (refreshToken !== undefined) await revokeToken(revoker, refreshToken, 'refresh_token')
    await revokeToken(revoker, accessToken, 'access_token')
  }
}

/**
 * Takes one token back.
 *
 * @throws {BffError} `provider_unavailable` (503).
 * @throws {BffError} `internal_error` (500): refused, and would be again.
 */
export async function revokeToken(
  { id, server, client, clientAuth, http }: Revoker,
  token: string,
  kind: TokenKind,
): Promise<void> {
  const hint = { additionalParameters: { token_type_hint: kind } }
  const response = await oauth.revocationRequest(await server(), client, clientAuth, token, {
    ...http.options,
    ...hint,
  })
  try {
    await oauth.processRevocationResponse(response)
  } catch (cause) {
    if (cause instanceof oauth.ResponseBodyError && AS_GOOD_AS_REVOKED.has(cause.error)) return
    if (!isProtocolError(cause)) throw cause
    throw new BffError('internal_error', 'The provider refused to take a token back.', {
      cause,
      provider: id,
    })
  }
}
