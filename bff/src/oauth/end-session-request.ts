import * as oauth from 'oauth4webapi'
import { BffError } from '../errors.ts'
import type { Provider } from '../providers/provider.ts'

/**
 * Builds a logout request to the provider's own session. The ID token travels in the address,
 * as the standard has it; it goes to the provider that issued it and to nobody else, and is never logged.
 *
 * @param idToken Tells the provider whose session; without one it asks the person.
 * @param landing Where the provider sends the browser afterwards; registered there. Whatever `state` comes back
 *   changes nothing here.
 * @returns null when the provider has no end-session endpoint, or cannot be reached to ask for it.
 * @see OpenID Connect RP-Initiated Logout 1.0 sections 2 and 3
 */
export async function buildEndSessionUrl(
  provider: Provider,
  idToken: string | undefined,
  landing: string,
): Promise<string | null> {
  const endpoint = (await serverIfKnown(provider))?.end_session_endpoint
  if (!endpoint) return null

  const url = new URL(endpoint)
  url.searchParams.set('client_id', provider.client.client_id)
  url.searchParams.set('post_logout_redirect_uri', landing)
  url.searchParams.set('state', oauth.generateRandomState())
  if (idToken !== undefined) url.searchParams.set('id_token_hint', idToken)
  return url.href
}

async function serverIfKnown(provider: Provider): Promise<oauth.AuthorizationServer | undefined> {
  try {
    return await provider.server()
  } catch (error) {
    if (error instanceof BffError && error.code === 'provider_unavailable') return undefined
    throw error
  }
}
