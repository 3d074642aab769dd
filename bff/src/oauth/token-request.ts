import * as oauth from 'oauth4webapi'
import type { Provider } from '../providers/provider.ts'
import { type ProofSource, type ProviderRequestOptions, sendBound } from './bound-request.ts'

/** A request for tokens, whatever they are given for. */
interface TokenRequest {
  /** Sends it; called a second time after a challenge. */
  send: (options: ProviderRequestOptions) => Promise<Response>
  /** Reads and judges what it was answered. */
  read: (response: Response) => Promise<oauth.TokenEndpointResponse>
}

/**
 * Asks a provider for tokens, with a proof where they are bound to a key. Every token request goes this way.
 *
 * @param key None for bearer tokens.
 * @throws {oauth.OperationProcessingError} the token is of another kind than was asked for.
 * @see RFC 9449 section 5
 */
export async function requestTokens(
  provider: Pick<Provider, 'http' | 'dpop'>,
  key: ProofSource | undefined,
  { send, read }: TokenRequest,
): Promise<oauth.TokenEndpointResponse> {
  // A challenge for a nonce is an answer like others until it is read.
  const body = await sendBound(provider, key, async (options) => read(await send(options)))
  requireTokenType(body, key)
  return body
}

/**
 * Accepts the kind of token that was asked for and no other: a bound token that came as a bearer token would
 * be worth something to whoever steals it.
 *
 * @see RFC 9449 section 5, RFC 6749 section 7.1
 */
function requireTokenType({ token_type }: oauth.TokenEndpointResponse, key: ProofSource | undefined): void {
  if (token_type === (key ? 'dpop' : 'bearer')) return
  throw new oauth.OperationProcessingError('the token is not of the type that was asked for')
}
