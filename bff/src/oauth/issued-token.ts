import * as oauth from 'oauth4webapi'
import type { Provider } from '../providers/provider.ts'
import { requireProofAlgorithm } from './bound-request.ts'
import type { DpopProver } from './dpop-prover.ts'
import { withExpectedAlgorithm } from './provider-jwt.ts'
import { requestTokens } from './token-request.ts'
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
  /** Whose key the token will be bound to; absent: a bearer token. */
  readonly prover: DpopProver | undefined
  /** Throws when the answer is not what the grant must yield. */
  readonly accept?: (body: oauth.TokenEndpointResponse) => void
}

/**
 * Asks a provider for an access token, with nothing but this server's own proof of who it is. Whatever else comes
 * along, a refresh token or an ID token, is not kept.
 *
 * @param now Epoch milliseconds.
 * @throws {BffError} `provider_unavailable` (503): the provider does not answer.
 * @throws {Error} as {@link isProtocolError} knows them: it refuses, or issues what was not asked for.
 * @see RFC 6749 sections 4.4, 4.5 and 5.1
 */
export async function requestIssuedToken(
  provider: Provider,
  { grantType, parameters, scopes, prover, accept }: IssueRequest,
  now: number,
): Promise<IssuedToken> {
  const server = await provider.server()
  requireProofAlgorithm(provider, server)
  const { client, clientAuth } = provider
  const asked = { ...parameters, ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }) }
  const body = await requestTokens(provider, prover, {
    send: (options) =>
      oauth.genericTokenEndpointRequest(server, client, clientAuth, grantType, asked, options),
    read: (response) =>
      oauth.processGenericTokenEndpointResponse(server, withExpectedAlgorithm(client), response),
  })
  accept?.(body)
  const scope = body.scope === undefined ? [...scopes] : provider.parseScope(body.scope)
  const { accessToken, expiresAt } = toTokenSet(body, scope, now, undefined)
  return { accessToken, scope, expiresAt }
}
