import type { RegisteredClient } from '../github-options.ts'
import type { ClientRegistry } from './client-registry.ts'
import { isCodeChallenge } from './code-challenge.ts'
import { isRegisteredRedirectUri } from './redirect-uri.ts'
import { parseScope } from './scope.ts'

/** An authorization request that may go on to the person. */
export interface AuthorizationRequest {
  client: RegisteredClient
  redirectUri: string
  isRedirectUriNamed: boolean
  state: string | undefined
  /** Absent when the request names no scope: whatever was granted before. */
  scope: string[] | undefined
  codeChallenge: string | undefined
  /** The account the client suggests. */
  loginHint: string | undefined
  mustSelectAccount: boolean
}

/** A request that is answered at the client without asking the person. */
export interface RefusedRequest {
  redirectUri: string
  state: string | undefined
  error: string
  description: string
}

/** What became of an authorization request. */
export type ParsedAuthorizationRequest =
  | { kind: 'valid'; request: AuthorizationRequest }
  | { kind: 'refused'; refusal: RefusedRequest }
  | { kind: 'unknownClient' }

/**
 * Reads and checks an authorization request.
 *
 * An unregistered redirect URI is reported at the registered one, which is what GitHub does; the unregistered
 * one never receives anything.
 *
 * @see RFC 6749 section 4.1.1, RFC 7636 section 4.3
 */
export function parseAuthorizationRequest(
  clients: ClientRegistry,
  query: URLSearchParams,
): ParsedAuthorizationRequest {
  const client = clients.find(query.get('client_id') ?? '')
  const registered = client?.redirectUris[0]
  if (!client || registered === undefined) return { kind: 'unknownClient' }

  const named = query.get('redirect_uri') ?? undefined
  const state = query.get('state') ?? undefined
  if (named !== undefined && !client.redirectUris.some((uri) => isRegisteredRedirectUri(uri, named))) {
    const description = 'The redirect_uri MUST match the registered callback URL for this application.'
    return refused({ redirectUri: registered, state, error: 'redirect_uri_mismatch', description })
  }

  const redirectUri = named ?? registered
  const problem = findProblem(query)
  if (problem) return refused({ redirectUri, state, ...problem })

  const scope = query.get('scope')
  const request: AuthorizationRequest = {
    client,
    redirectUri,
    isRedirectUriNamed: named !== undefined,
    state,
    scope: scope === null ? undefined : parseScope(scope),
    codeChallenge: query.get('code_challenge') ?? undefined,
    loginHint: query.get('login') ?? undefined,
    mustSelectAccount: query.get('prompt') === 'select_account',
  }
  return { kind: 'valid', request }
}

function refused(refusal: RefusedRequest): ParsedAuthorizationRequest {
  return { kind: 'refused', refusal }
}

function findProblem(query: URLSearchParams): Pick<RefusedRequest, 'error' | 'description'> | undefined {
  if ((query.get('response_type') ?? 'code') !== 'code') {
    return { error: 'unsupported_response_type', description: 'The only supported response_type is code.' }
  }
  const [challenge, method] = [query.get('code_challenge'), query.get('code_challenge_method')]
  if (challenge === null && method === null) return undefined
  // A missing method would mean `plain` (RFC 7636 section 4.3), and plain protects nothing.
  if (method !== 'S256') {
    return { error: 'invalid_request', description: 'The only supported code_challenge_method is S256.' }
  }
  if (challenge === null || !isCodeChallenge(challenge)) {
    return {
      error: 'invalid_request',
      description: 'The code_challenge is not a SHA-256 digest in base64url.',
    }
  }
  return undefined
}
