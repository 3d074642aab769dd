import * as oauth from 'oauth4webapi'
import { LoginFailure } from '../errors.ts'
import type { Provider } from '../providers/provider.ts'
import { sendBound } from './bound-request.ts'
import type { DpopKey } from './dpop-key.ts'
import { isProtocolError } from './protocol-error.ts'
import { expectedAlgorithm, verifyProviderJwt } from './provider-jwt.ts'

/** Whose userinfo is asked for, and of whom. */
export interface UserinfoRequest extends Pick<Provider, 'id' | 'client' | 'http' | 'dpop'> {
  server: oauth.AuthorizationServer
  accessToken: string
  /** The key the access token is bound to. */
  dpopKey: DpopKey | undefined
  /** Subject of the ID token that came with the access token. */
  subject: string
  /** Epoch milliseconds, for the age of the provider's keys. */
  now: number
}

/**
 * Asks the userinfo endpoint about the person an ID token is about. An answer about anybody else is no answer:
 * an access token may have been put in the place of another one.
 *
 * @throws {LoginFailure} `login_failed`: refused, of another subject, or not signed as it must be.
 * @throws {BffError} `provider_unavailable` (503).
 * @see OpenID Connect Core sections 5.3.2 and 5.3.4
 */
export async function fetchUserinfo(request: UserinfoRequest): Promise<oauth.UserInfoResponse> {
  const { server, client, accessToken } = request
  try {
    return await sendBound(request, request.dpopKey, async (options) =>
      readResponse(request, await oauth.userInfoRequest(server, client, accessToken, options)),
    )
  } catch (error) {
    if (!isProtocolError(error)) throw error
    throw new LoginFailure('login_failed', 'the userinfo of the provider cannot be trusted', error)
  }
}

/** The library compares claims only; who signed them is left to be verified. */
async function readResponse(request: UserinfoRequest, response: Response): Promise<oauth.UserInfoResponse> {
  const { server, client, subject, now } = request
  if (!isJwt(response)) return oauth.processUserInfoResponse(server, client, subject, response)

  // Without one of its own it is signed as ID tokens are; what is not named is not believed.
  const algorithm = client.userinfo_signed_response_alg ?? expectedAlgorithm(client)
  const token = await response.clone().text()
  const expecting = { ...client, userinfo_signed_response_alg: algorithm }
  const claims = await oauth.processUserInfoResponse(server, expecting, subject, response)
  await verifyProviderJwt(request, server, token, { source: 'provider', now, algorithm })
  return claims
}

function isJwt(response: Response): boolean {
  return /^application\/jwt\s*(;|$)/i.test(response.headers.get('content-type') ?? '')
}
