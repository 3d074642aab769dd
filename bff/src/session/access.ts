import type { IncomingMessage } from 'node:http'
import type { Authentication, AuthenticationNeed } from '../oauth/authentication.ts'
import type { DpopProver } from '../oauth/dpop-prover.ts'
import type { GrantMemory } from './grant-memory.ts'

export type { AuthenticationNeed } from '../oauth/authentication.ts'

/** A signed-in browser, as seen by a proxied call. */
export interface SessionAccess {
  /** Opaque; identifies the session to the other calls of {@link AccessTokens}, and is never logged or sent. */
  readonly sessionId: string
  /** What the session is stored under; not to be logged or sent either. */
  readonly sessionKey: string
  /** `<provider>:<sub>` of whoever signed in, for records. */
  readonly user: string
  /** Providers whose accounts the session has. */
  readonly connectedProviders: readonly string[]
  /** Provider that the session's user signed in with. */
  readonly signInProvider: string
  /** What providers said of when and how the person authenticated there; those that said nothing are missing. */
  readonly authentications: ReadonlyMap<string, Authentication>
  /** Short hash of the session id, safe in logs. */
  readonly sessionHash: string
  /** Epoch milliseconds; the session is over then, whatever happens. */
  readonly expiresAt: number
  /** What {@link AccessTokens} remembers for it, and nobody else looks at. */
  readonly grants: GrantMemory
}

/** An access token that is fit for use now. */
export interface AccessGrant {
  readonly accessToken: string
  /** Scopes granted with it. */
  readonly scope: readonly string[]
  /** Makes the proof that must go along with each call; absent: a bearer token. */
  readonly dpop?: DpopProver | undefined
}

/** A token that is of use only with a proof. */
export type BoundGrant = AccessGrant & { readonly dpop: DpopProver }

/**
 * What the proxy needs from the session: who calls, and with which token to go on.
 * The proxy never sees a refresh token, and never keeps what it gets.
 */
export interface AccessTokens {
  /**
   * Finds the session a request belongs to, by its cookie alone; at once, when it is remembered. Counts as
   * use: it slides the idle timeout.
   *
   * @throws {BffError} `unauthenticated` (401): no cookie, a forged one, or a session that has ended.
   * @throws {BffError} `invalid_request` (400): two cookies of the session's name.
   * @throws {BffError} `session_store_unavailable` (503).
   */
  authenticate(req: IncomingMessage): SessionAccess | Promise<SessionAccess>

  /** Counts as use of the session what is no request, such as a message over a connection that stays open. */
  touch(session: SessionAccess): void

  /**
   * Yields a token of that session for a provider, refreshed when it has expired; at once, when it is
   * remembered.
   *
   * @param resource What the token must be for, as RFC 8707 names it. Absent: the one that came with the login.
   * @throws {BffError} `not_connected` (403), `reauth_required` (401), `provider_unavailable` (503), `session_store_unavailable` (503).
   */
  grant(session: SessionAccess, providerId: string, resource?: string): AccessGrant | Promise<AccessGrant>

  /**
   * Whether the person has authenticated at a provider as recently and as strongly as is needed. What the provider
   * did not say counts as no.
   */
  isAuthenticated(session: SessionAccess, providerId: string, need: AuthenticationNeed): boolean

  /**
   * Yields another token after the upstream answered 401 to this one: refreshes once, or hands over
   * the newer token somebody else already fetched.
   *
   * @returns `undefined` when there is no way to get another one (no refresh token); the upstream's answer stands.
   * @throws {BffError} as {@link grant}.
   */
  refreshRejected(
    session: SessionAccess,
    providerId: string,
    rejected: AccessGrant,
    resource?: string,
  ): Promise<AccessGrant | undefined>
}
