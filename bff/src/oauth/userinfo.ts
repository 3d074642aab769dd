import * as oauth from 'oauth4webapi'
import { LoginFailure } from '../errors.ts'
import type { ProviderHttp } from '../providers/provider-http.ts'
import { isProtocolError } from './protocol-error.ts'

/** Whose userinfo is asked for, and of whom. */
export interface UserinfoRequest {
  server: oauth.AuthorizationServer
  client: oauth.Client
  http: ProviderHttp
  accessToken: string
  /** Subject of the ID token that came with the access token. */
  subject: string
}

/**
 * Asks the userinfo endpoint about the person an ID token is about. An answer about anybody else is no answer:
 * an access token may have been put in the place of another one.
 *
 * @throws {LoginFailure} `login_failed`: refused, of another subject, or not signed as it must be.
 * @throws {BffError} `provider_unavailable` (503).
 * @see OpenID Connect Core sections 5.3.2 and 5.3.4
 */
export async function fetchUserinfo({
  server,
  client,
  http,
  accessToken,
  subject,
}: UserinfoRequest): Promise<oauth.UserInfoResponse> {
  try {
    const response = await oauth.userInfoRequest(server, client, accessToken, http.options)
    const isSigned = isJwt(response)
    const expected = isSigned ? expectingSignature(client) : client
    const claims = await oauth.processUserInfoResponse(server, expected, subject, response)
    // The library checks claims only.
    if (isSigned) await oauth.validateApplicationLevelSignature(server, response, http.options)
    return claims
  } catch (error) {
    if (!isProtocolError(error)) throw error
    throw new LoginFailure('login_failed', 'the userinfo of the provider cannot be trusted', error)
  }
}

function isJwt(response: Response): boolean {
  return /^application\/jwt\s*(;|$)/i.test(response.headers.get('content-type') ?? '')
}

/** Without an algorithm of its own userinfo is signed as ID tokens are; one that is not named is not believed. */
function expectingSignature(client: oauth.Client): oauth.Client {
  const { userinfo_signed_response_alg: own, id_token_signed_response_alg: ofIdTokens = 'RS256' } = client
  return { ...client, userinfo_signed_response_alg: own ?? ofIdTokens }
}
