import type { FaultSettings } from '../faults.ts'
import type { AuthorizationRequest, RefusedRequest } from './authorization-request.ts'

/** Builds the redirects that answer an authorization request. */
export interface AuthorizationResponses {
  success(request: AuthorizationRequest, code: string): string
  denied(request: AuthorizationRequest): string
  refused(refusal: RefusedRequest): string
}

const TROUBLESHOOTING =
  'https://docs.github.com/apps/managing-oauth-apps/troubleshooting-authorization-request-errors/'

/** An issuer that is surely not this one, for the `sendIss: 'wrong'` fault. */
const OTHER_ISSUER = 'https://other-provider.example/login/oauth'

/**
 * Creates the builder for one issuer.
 *
 * @see RFC 6749 sections 4.1.2 and 4.1.2.1, RFC 9207 section 2
 */
export function createAuthorizationResponses(
  webOrigin: string,
  faults: Pick<FaultSettings, 'sendIss'>,
): AuthorizationResponses {
  const build = (redirectUri: string, params: Record<string, string | undefined>) => {
    const url = new URL(redirectUri)
    const iss = faults.sendIss === 'wrong' ? OTHER_ISSUER : `${webOrigin}/login/oauth`
    const all = { ...params, iss: faults.sendIss === false ? undefined : iss }
    for (const [name, value] of Object.entries(all)) {
      if (value !== undefined) url.searchParams.set(name, value)
    }
    return url.href
  }
  const refused = ({ redirectUri, error, description, state }: RefusedRequest) => {
    const errorUri = `${TROUBLESHOOTING}#${error.replaceAll('_', '-')}`
    return build(redirectUri, { error, error_description: description, error_uri: errorUri, state })
  }
  return {
    refused,
    success: ({ redirectUri, state }, code) => build(redirectUri, { code, state }),
    denied: ({ redirectUri, state }) =>
      refused({
        redirectUri,
        state,
        error: 'access_denied',
        description: 'The user has denied your application access.',
      }),
  }
}
