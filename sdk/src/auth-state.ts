import type { AuthError } from './auth-error.ts'
import type { ProviderId, User } from './register.ts'

/** One account the session may act for; its tokens stay in the BFF. */
export interface Connection {
  provider: ProviderId
  /** Subject at that provider; GitHub's is the numeric id. */
  accountId: string
  /** How the person would recognise the account: a login name or an email. */
  label?: string
  /** Scopes actually granted, which may be fewer than were asked for; those they include count, too. */
  scopes: readonly string[]
  /** `reauth_required`: the provider no longer accepts what the BFF holds; connect again. */
  status: 'active' | 'reauth_required'
}

/** What the browser may know about being signed in. Times are epoch milliseconds. */
export interface Session<U = User> {
  user: U
  connections: readonly Connection[]
  authenticatedAt: number
  /** When the session ends whatever happens. */
  expiresAt: number
  /** When the session ends if no API call is made until then. */
  idleExpiresAt: number
}

/** Why nobody is signed in. */
export type UnauthenticatedReason = 'anonymous' | 'signed_out' | 'expired' | 'revoked'

interface StateBase {
  /**
   * True while an answer is awaited that replaces `loading` or an `error`. A background re-check of a good
   * state is silent, so that it re-renders nothing.
   */
  isFetching: boolean
}

/**
 * Everything the app may show about signing in.
 *
 * `authenticated` with an `error` is a session that could not be re-checked: still good as far as anyone
 * knows, show "reconnecting". `error` means it was never known, which is not the same as signed out.
 */
export type SessionState<U = User> = StateBase &
  (
    | { status: 'loading'; session: null; user: null; error: null }
    | { status: 'authenticated'; session: Session<U>; user: U; error: AuthError | null }
    | { status: 'unauthenticated'; session: null; user: null; error: null; reason: UnauthenticatedReason }
    | { status: 'error'; session: null; user: null; error: AuthError }
  )

const NOBODY = { session: null, user: null, error: null, isFetching: false } as const

/** The state before the first answer. */
export const LOADING: SessionState<never> = { ...NOBODY, status: 'loading', isFetching: true }

/** Builds the state of a session that never was known. */
export function failed(error: AuthError): SessionState<never> {
  return { ...NOBODY, status: 'error', error }
}

/** Builds the signed-out state. */
export function unauthenticated(reason: UnauthenticatedReason): SessionState<never> {
  return { ...NOBODY, status: 'unauthenticated', reason }
}

/** Builds the signed-in state; `error` is the failure of the latest re-check. */
export function authenticated<U>(session: Session<U>, error: AuthError | null = null): SessionState<U> {
  return { status: 'authenticated', session, user: session.user, error, isFetching: false }
}

/** Builds the state of what was known beforehand: a session, null for nobody, undefined for nothing. */
export function stateOf<U>(session: Session<U> | null | undefined): SessionState<U> {
  if (session) return authenticated(session)
  return session === null ? unauthenticated('anonymous') : LOADING
}

/** Says when a session ends if nobody touches it, in epoch milliseconds. */
export function endOf(session: Session<unknown>): number {
  return Math.min(session.expiresAt, session.idleExpiresAt)
}

/** Keeps the identity of whatever did not change between two answers, so that equal data re-renders nothing. */
export function keepEqual<U>(previous: Session<U> | null, next: Session<U>): Session<U> {
  return keepIfEqual(previous, {
    ...next,
    user: keepIfEqual(previous?.user, next.user),
    connections: keepIfEqual(previous?.connections, next.connections),
  })
}

function keepIfEqual<T>(previous: T | null | undefined, next: T): T {
  return previous && JSON.stringify(previous) === JSON.stringify(next) ? previous : next
}
