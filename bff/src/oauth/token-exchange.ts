import * as oauth from 'oauth4webapi'
import { BffError } from '../errors.ts'
import type { Provider } from '../providers/provider.ts'
import type { DpopProver } from './dpop-prover.ts'
import { type IssuedToken, requestIssuedToken } from './issued-token.ts'
import { isProtocolError } from './protocol-error.ts'

/** What a person's token is exchanged for. */
export interface ExchangeRequest {
  /** The API the new token is for, by the name the provider knows it by. */
  readonly audience: string
  /** Empty: what the provider gives by itself. */
  readonly scopes: readonly string[]
  /** Where that API is, for providers that want it said besides. */
  readonly resource?: string | undefined
}

/** The person's access token. */
export interface SubjectToken {
  readonly accessToken: string
  /** Makes proofs with the key it is bound to; absent: a bearer token. */
  readonly dpop?: DpopProver | undefined
}

const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange'
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token'

/** A JWT that was issued for use as an access token may be named after its form. */
const USABLE_TYPES: readonly unknown[] = [ACCESS_TOKEN, 'urn:ietf:params:oauth:token-type:jwt']

/** How servers say that the person's token is not good any more; section 2.2.2 has `invalid_request`. */
const SUBJECT_REFUSED = new Set(['invalid_request', 'invalid_grant', 'invalid_token'])

/**
 * Exchanges a person's access token for one that is good at one API only. There is no actor token: what comes is the
 * person's (impersonation), unless the provider itself writes into it who acts. It is bound to the key that the
 * person's token is bound to.
 *
 * @param now Epoch milliseconds.
 * @throws {BffError} `reauth_required` (401): the provider does not take the person's token any more.
 * @throws {BffError} `provider_unavailable` (503): it does not answer, refuses this server, or issues what is no access token.
 * @see RFC 8693 sections 2.1 and 2.2
 */
export async function exchangeToken(
  provider: Provider,
  { accessToken, dpop: prover }: SubjectToken,
  { audience, scopes, resource }: ExchangeRequest,
  now: number,
): Promise<IssuedToken> {
  const parameters = {
    subject_token: accessToken,
    subject_token_type: ACCESS_TOKEN,
    requested_token_type: ACCESS_TOKEN,
    audience,
    ...(resource === undefined ? {} : { resource }),
  }
  try {
    const request = { grantType: TOKEN_EXCHANGE, parameters, scopes, prover, accept: requireAccessToken }
    return await requestIssuedToken(provider, request, now)
  } catch (error) {
    throw asExchangeError(error, provider.id)
  }
}

function requireAccessToken({ issued_token_type: issued }: oauth.TokenEndpointResponse): void {
  if (USABLE_TYPES.includes(issued)) return
  throw new oauth.UnsupportedOperationError('what was issued is no access token')
}

function asExchangeError(cause: unknown, provider: string): unknown {
  if (!isProtocolError(cause)) return cause
  const details = { cause, provider }
  if (cause instanceof oauth.ResponseBodyError && SUBJECT_REFUSED.has(cause.error)) {
    return new BffError(
      'reauth_required',
      'The provider no longer takes this connection; connect it again.',
      details,
    )
  }
  return new BffError('provider_unavailable', 'The provider gives no token for this API.', details)
}
