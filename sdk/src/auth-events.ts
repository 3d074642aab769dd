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

/** A typed emitter of {@link AuthEvents}. */
export class AuthEmitter<U> {
  readonly #listeners = new Set<(event: string, detail: unknown) => void>()

  /** Subscribes to one kind of event. @returns Unsubscribes. */
  on<K extends keyof AuthEvents<U>>(event: K, listener: (detail: AuthEvents<U>[K]) => void): () => void {
    const entry = (emitted: string, detail: unknown) => {
      if (emitted === event) listener(detail as AuthEvents<U>[K])
    }
    this.#listeners.add(entry)
    return () => void this.#listeners.delete(entry)
  }

  /** Calls the listeners of one kind of event. */
  emit<K extends keyof AuthEvents<U>>(event: K, detail: AuthEvents<U>[K]): void {
    for (const listener of this.#listeners) listener(event, detail)
  }
}
