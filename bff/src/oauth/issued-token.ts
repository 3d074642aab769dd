import * as oauth from 'oauth4webapi'
import type { Provider } from '../providers/provider.ts'
import { withExpectedAlgorithm } from './provider-jwt.ts'
import { toTokenSet } from './token-set.ts'

/** An access token that came without a person's consent; it is not refreshed but asked for again. */
export interface IssuedToken {
  readonly accessToken: string
  readonly scope: readonly string[]
  /** Epoch milliseconds; absent when the provider named no end. */
  readonly expiresAt: number | undefined
}

/** What a token endpoint is asked for in this server's own name. */
export interface IssueRequest {
  readonly grantType: string
  /** Of the grant, besides its type and `scope`. */
  readonly parameters: Readonly<Record<string, string>>
  /** Empty: what the provider gives by itself. */
  readonly scopes: readonly string[]
}

/**
 * Asks a provider for an access token, with nothing but this server's own proof of who it is. Whatever else comes
 * along, a refresh token or an ID token, is not kept.
 *
 * @param accept Throws when the answer is not what the grant must yield.
 * @param now Epoch milliseconds.
 * @throws {BffError} `provider_unavailable` (503): the provider does not answer.
 * @throws {Error} as {@link isProtocolError} knows them: it refuses, or issues what is no bearer token.
 * @see RFC 6749 sections 4.4, 4.5 and 5.1
 */
export async function requestIssuedToken(
  provider: Provider,
  { grantType, parameters, scopes }: IssueRequest,
  accept: (body: oauth.TokenEndpointResponse) => void,
  now: number,
): Promise<IssuedToken> {
  const server = await provider.server()
  const response = await oauth.genericTokenEndpointRequest(
    server,
    provider.client,
    provider.clientAuth,
    grantType,
    { ...parameters, ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }) },
    provider.http.options,
  )
  const client = withExpectedAlgorithm(provider.client)
  const body = await oauth.processGenericTokenEndpointResponse(server, client, response)
  if (body.token_type !== 'bearer') throw new oauth.UnsupportedOperationError('the token is no bearer token')
  accept(body)
  const scope = body.scope === undefined ? [...scopes] : provider.parseScope(body.scope)
  const { accessToken, expiresAt } = toTokenSet(body, scope, now, undefined)
  return { accessToken, scope, expiresAt }
}
