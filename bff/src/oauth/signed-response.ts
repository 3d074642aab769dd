import type { AuthorizationServer } from 'oauth4webapi'
import type { Provider } from '../providers/provider.ts'
import { verifyProviderJwt } from './provider-jwt.ts'

/**
 * Verifies a signed answer to an authorization request (JARM): who signed it, for whom, and until when. It is
 * signed as ID tokens are.
 *
 * @param parameters What the browser arrived with.
 * @param now Epoch milliseconds, for the age of the provider's keys.
 * @returns the parameters it holds; which login they answer is for the caller to see.
 * @throws {errors.JOSEError} it is not to be believed.
 * @throws {BffError} `provider_unavailable` (503): the provider's keys cannot be had.
 * @see JARM section 2.4
 */
export async function verifySignedResponse(
  provider: Provider,
  server: AuthorizationServer,
  parameters: URLSearchParams,
  now: number,
): Promise<URLSearchParams> {
  const { payload } = await verifyProviderJwt(provider, server, parameters.get('response') ?? '', {
    // Whoever has begun a login can make up answers to it.
    source: 'anybody',
    now,
    issuer: server.issuer,
    audience: provider.client.client_id,
    requiredClaims: ['exp'],
  })
  const texts = Object.entries(payload).filter(
    (claim): claim is [string, string] => typeof claim[1] === 'string',
  )
  return new URLSearchParams(texts)
}
