import * as oauth from 'oauth4webapi'
import { BffError } from '../errors.ts'
import type { Provider } from '../providers/provider.ts'
import { sendBound } from './bound-request.ts'
import type { DpopKey } from './dpop-key.ts'
import { isProtocolError } from './protocol-error.ts'

/**
 * Whether an authorization request goes to the provider ahead of the browser: always where the server offers it.
 *
 * @throws {BffError} `provider_unavailable` (503): it must be pushed, and there is nowhere to push it to.
 * @see RFC 9126 section 5
 */
export function isPushed(provider: Provider, server: oauth.AuthorizationServer): boolean {
  if (server.pushed_authorization_request_endpoint !== undefined) return true
  if (!provider.requiresPushedRequests && !server.require_pushed_authorization_requests) return false
  throw new BffError(
    'provider_unavailable',
    'Sign-in requests must be pushed to this provider, and it names no endpoint for that.',
    { provider: provider.id },
  )
}

/**
 * Pushes an authorization request, as the authenticated client, so that nobody in the browser can read or
 * change it. A push that fails is never followed by a request in the open: whoever can make it fail would have won.
 *
 * @returns What is left for the browser to carry. The provider takes it once, and only for about a minute, so
 *   it is handed on at once and not kept: each login pushes anew.
 * @throws {BffError} `provider_unavailable` (503): the provider did not take the request.
 * @see RFC 9126 sections 2 and 4
 */
export async function pushRequest(
  provider: Provider,
  server: oauth.AuthorizationServer,
  parameters: URLSearchParams,
  key: DpopKey | undefined,
): Promise<URLSearchParams> {
  const { client, clientAuth } = provider
  try {
    const pushed = await sendBound(provider, key, async (options) => {
      const response = await oauth.pushedAuthorizationRequest(server, client, clientAuth, parameters, options)
      return oauth.processPushedAuthorizationResponse(server, client, response)
    })
    return new URLSearchParams({ client_id: client.client_id, request_uri: pushed.request_uri })
  } catch (cause) {
    if (!isProtocolError(cause)) throw cause
    throw new BffError('provider_unavailable', 'The provider did not take the sign-in request; try again.', {
      cause,
      provider: provider.id,
    })
  }
}
