import type { RegisteredClient } from '../github-options.ts'
import type { AuthorizationCodes } from './authorization-codes.ts'
import type { ClientRegistry } from './client-registry.ts'
import { isCodeVerifier } from './code-challenge.ts'
import type { IssuedToken, TokenStore } from './token-store.ts'

/** The error codes GitHub's token endpoint documents. */
export type TokenErrorCode =
  | 'incorrect_client_credentials'
  | 'redirect_uri_mismatch'
  | 'bad_verification_code'
  | 'bad_refresh_token'
  | 'unsupported_grant_type'

/** What became of a token request. */
export type TokenOutcome = { kind: 'issued'; token: IssuedToken } | { kind: 'refused'; error: TokenErrorCode }

/** What the token endpoint decides with. */
export interface TokenRequestDeps {
  clients: ClientRegistry
  codes: AuthorizationCodes
  tokens: TokenStore
}

/** GitHub's eight hours, when it is the scope `offline_access` that asks for expiry. */
const OFFLINE_ACCESS_LIFETIME_SECONDS = 28_800

/**
 * Trades a code or a refresh token for a token, by GitHub's rules.
 *
 * @see RFC 6749 sections 4.1.3 and 6
 */
export function grantToken(deps: TokenRequestDeps, params: URLSearchParams): TokenOutcome {
  const client = deps.clients.authenticate(params.get('client_id') ?? '', params.get('client_secret') ?? '')
  if (!client) return refuse('incorrect_client_credentials')

  const grantType = params.get('grant_type') ?? 'authorization_code'
  if (grantType === 'authorization_code') return exchangeCode(deps, client, params)
  if (grantType === 'refresh_token') return refreshToken(deps, client, params)
  return refuse('unsupported_grant_type')
}

function exchangeCode(
  deps: TokenRequestDeps,
  client: RegisteredClient,
  params: URLSearchParams,
): TokenOutcome {
  const grant = deps.codes.take(params.get('code') ?? '', client.clientId)
  if (!grant) return refuse('bad_verification_code')
  const redirectUri = params.get('redirect_uri')
  const isNamedAgain = redirectUri !== null || grant.isRedirectUriNamed
  if (isNamedAgain && redirectUri !== grant.redirectUri) return refuse('redirect_uri_mismatch')
  if (!isCodeVerifier(grant.codeChallenge, params.get('code_verifier') ?? undefined)) {
    return refuse('bad_verification_code')
  }
  return { kind: 'issued', token: deps.tokens.issue(grant, lifetimeSeconds(client, grant.scope)) }
}

/** Rotation: the old access and refresh token are dead before the new pair exists. */
function refreshToken(
  deps: TokenRequestDeps,
  client: RegisteredClient,
  params: URLSearchParams,
): TokenOutcome {
  const previous = deps.tokens.takeByRefreshToken(params.get('refresh_token') ?? '', client.clientId)
  if (!previous) return refuse('bad_refresh_token')
  const lifetime = lifetimeSeconds(client, previous.scope) ?? OFFLINE_ACCESS_LIFETIME_SECONDS
  return { kind: 'issued', token: deps.tokens.issue(previous, lifetime) }
}

function lifetimeSeconds(client: RegisteredClient, scope: readonly string[]): number | undefined {
  const offline = scope.includes('offline_access') ? OFFLINE_ACCESS_LIFETIME_SECONDS : undefined
  return client.tokenLifetimeSeconds ?? offline
}

function refuse(error: TokenErrorCode): TokenOutcome {
  return { kind: 'refused', error }
}
