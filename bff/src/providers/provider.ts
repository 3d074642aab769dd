import type { AuthorizationServer, Client, ClientAuth, IDToken } from 'oauth4webapi'
import type { DpopNonces } from '../oauth/dpop-nonces.ts'
import type { ResponseMode } from '../oauth/response-mode.ts'
import type { TokenSet } from '../oauth/token-set.ts'
import type { ProviderHttp, ProviderTimeLimits } from './provider-http.ts'

/** Who an account belongs to, as its provider says. */
export interface Identity {
  /** Stable subject at the provider; GitHub's is the numeric id. */
  sub: string
  name?: string
  /** Only an address the provider has verified. */
  email?: string
  picture?: string
  /** How the person would recognise the account: a login name or an email. */
  label?: string
  /** The provider's session that this login came from, where it names one. */
  sid?: string
}

/** What a login may ask of a provider besides scopes. */
export interface PromptOptions {
  prompt?: string | undefined
  loginHint?: string | undefined
  /** Seconds since the person was last asked who they are. */
  maxAge?: number | undefined
  /** Authentication context classes, the most welcome first. */
  acrValues?: readonly string[] | undefined
}

/** How much a revocation takes back: this token, or everything the person ever granted this client. */
export type RevocationReach = 'token' | 'grant'

/**
 * An authorization server and this BFF as its client. What differs between providers is data
 * and small mappers here, so that no other file asks which provider it deals with.
 */
export interface Provider {
  readonly id: string
  readonly redirectUri: string
  readonly client: Client
  readonly clientAuth: ClientAuth
  /** Asked for at every login. */
  readonly scopes: readonly string[]
  /** May be asked for besides. */
  readonly optionalScopes: readonly string[]
  /** An ID token must come with the code, and its signature is verified. */
  readonly issuesIdToken: boolean
  /** Ending a session takes its token back; false where that would end the person's other sessions too. */
  readonly revokesAtLogout: boolean
  /** A login that brings no refresh token is repeated once, asking for consent. */
  readonly asksConsentForRefreshToken: boolean
  /** Its logout tokens may lack `typ`; one that has another is refused in any case. */
  readonly acceptsUntypedLogoutTokens: boolean
  /** Authorization requests are pushed, or not made at all. Default: pushed where the server offers it. */
  readonly requiresPushedRequests?: boolean | undefined
  /** How its answer to an authorization request comes. Default: as it comes unasked, in the query. */
  readonly responseMode?: ResponseMode | undefined
  /** Upstreams, by the names the provider knows them under, that ask for tokens of their own. Default: none. */
  readonly resources?: readonly string[] | undefined
  /** Tokens are bound to a key of their session, and proofs go with the nonces here; absent: bearer tokens. */
  readonly dpop?: DpopNonces | undefined
  readonly http: ProviderHttp

  /**
   * Metadata; discovered when first needed.
   *
   * @throws {BffError} `provider_unavailable` (503).
   */
  server(): Promise<AuthorizationServer>

  /** Parameters of the authorization request that only this provider knows. */
  authorizationParameters(options: PromptOptions): Record<string, string>

  /** Turns the `scope` of a token response into a list in the names the configuration uses. */
  parseScope(scope: string): string[]

  /** Names of the scopes, as {@link parseScope} yields them, each of which grants what this one does. */
  scopesGranting(scope: string): readonly string[]

  /**
   * Finds out whose account the tokens are for.
   *
   * @param claims Of the verified ID token; absent where none is issued.
   * @throws {LoginFailure} `login_failed`: the answer names nobody.
   */
  fetchIdentity(tokens: TokenSet, claims: IDToken | undefined): Promise<Identity>

  /**
   * Takes tokens back at the provider. Succeeds also for tokens it no longer knows.
   *
   * @throws {BffError} `provider_unavailable` (503): worth trying again later.
   * @throws {BffError} `internal_error` (500): refused, and would be again.
   */
  revoke(tokens: TokenSet, reach: RevocationReach): Promise<void>
}

/** What every provider is built with besides its own settings. */
export interface ProviderSurroundings {
  redirectUri: string
  now: () => number
  timeLimits: ProviderTimeLimits
}
