import { AuthError } from './auth-error.ts'
import type { Session } from './auth-state.ts'
import type { AuthStore } from './auth-store.ts'
import type { Environment } from './environment.ts'
import { hasHint } from './hint-cookie.ts'

/** Asks for the session, one request at a time. */
export interface SessionLoader {
  /**
   * Brings the state up to date; joins the request under way if there is one.
   *
   * Settles without an error when the BFF cannot be reached: the failure is in the state.
   */
  load(): Promise<void>
  /** The request under way, if there is one. */
  pending(): Promise<void> | undefined
  /** Makes the request under way count for nothing: whatever happened since is newer. */
  discard(): void
}

/**
 * Creates the loader.
 *
 * Every request belongs to an epoch. Whatever decides the state by itself (logout, a refused call, another
 * tab) starts a new one, so a 200 that left the BFF before a logout cannot sign anybody in again.
 */
export function createSessionLoader<U>(
  store: AuthStore<U>,
  request: () => Promise<Session<U> | null>,
  environment: Environment,
): SessionLoader {
  let epoch = 0
  let pending: Promise<void> | undefined

  async function run(startedIn: number): Promise<void> {
    // Read before the request: a 204 takes the hint cookie away.
    const isHinted = hasHint(environment)
    const answer = await request().catch((error: unknown) => {
      if (error instanceof AuthError) return error
      throw error
    })
    // Whoever waited for a discarded request waits for its successor.
    if (startedIn !== epoch) return pending
    pending = undefined
    if (answer instanceof AuthError) store.fail(answer)
    else store.accept(answer, isHinted)
  }

  return {
    load() {
      if (!pending) {
        pending = run(epoch)
        store.begin()
      }
      return pending
    },
    pending: () => pending,
    discard() {
      epoch++
      pending = undefined
    },
  }
}
