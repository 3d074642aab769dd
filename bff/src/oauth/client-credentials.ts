import { BffError } from '../errors.ts'
import type { Provider } from '../providers/provider.ts'
import type { DpopProver } from './dpop-prover.ts'
import { type IssuedToken, requestIssuedToken } from './issued-token.ts'
import { isProtocolError } from './protocol-error.ts'

/** What a token of this server itself, and of no person, is for. */
export interface ClientTokenRequest {
  readonly scopes: readonly string[]
  /** The API it is for, where the provider tells APIs apart (RFC 8707). */
  readonly resource?: string | undefined
}

const GRANT_TYPE = 'client_credentials'

/**
 * Gets a token for this server itself. A refresh token that comes along is not kept: the secret it would stand for is
 * at hand. Whose subject the token names is never read, so that it cannot pass for a person (RFC 9700 section 4.15).
 *
 * @param prover Whose key the token will be bound to; undefined: a bearer token.
 * @param now Epoch milliseconds.
 * @throws {BffError} `provider_unavailable` (503): the provider does not answer, or refuses this server.
 * @see RFC 6749 section 4.4
 */
export async function requestClientToken(
  provider: Provider,
  { scopes, resource }: ClientTokenRequest,
  prover: DpopProver | undefined,
  now: number,
): Promise<IssuedToken> {
  const parameters: Record<string, string> = resource === undefined ? {} : { resource }
  try {
    return await requestIssuedToken(provider, { grantType: GRANT_TYPE, parameters, scopes, prover }, now)
  } catch (error) {
    if (!isProtocolError(error)) throw error
    throw new BffError('provider_unavailable', 'The provider gives this server no token of its own.', {
      cause: error,
      provider: provider.id,
    })
  }
}
