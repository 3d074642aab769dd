import type { AuthError } from './auth-error.ts'
import type { Session } from './auth-state.ts'
import type { User } from './register.ts'

/** Why a known session ended. */
export type SignedOutReason = 'user' | 'expired' | 'revoked' | 'other_tab'

/** Moments an app may act on, each announced before the new state is shown. */
export interface AuthEvents<U = User> {
  /** A session became known in this tab. */
  signedIn: Session<U>
  /** The session this tab knew is over, or another person's now: drop what was cached. */
  signedOut: { reason: SignedOutReason }
  /** The session ends soon unless an API call is made (idle) or the person signs in again. */
  sessionExpiring: { expiresAt: number }
  /** The session could not be checked; told once per outage. */
  error: AuthError
}

/** Subscribes to one kind of event. @returns Unsubscribes. */
export type OnEvent<E> = <K extends keyof E>(event: K, listener: (detail: E[K]) => void) => () => void

/** Creates a typed emitter; a listener added twice is called twice. */
export function createEmitter<E>(): {
  on: OnEvent<E>
  emit<K extends keyof E>(event: K, detail: E[K]): void
} {
  const listeners = new Set<(event: keyof E, detail: unknown) => void>()
  return {
    on(event, listener) {
      const hear = (emitted: keyof E, detail: unknown) =>
        emitted === event && listener(detail as Parameters<typeof listener>[0])
      listeners.add(hear)
      return () => void listeners.delete(hear)
    },
    emit(event, detail) {
      for (const hear of listeners) hear(event, detail)
    },
  }
}
