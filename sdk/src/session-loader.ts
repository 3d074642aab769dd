import { AuthError } from './auth-error.ts'
import type { Session } from './auth-state.ts'
import type { AuthStore } from './auth-store.ts'

/**
 * Asks for the session, one request at a time, and drops answers that came too late.
 *
 * Every request belongs to an epoch. Whatever decides the state by itself (logout, a refused call, another
 * tab) starts a new one, so a 200 that left the BFF before a logout cannot sign anybody in again.
 */
export class SessionLoader<U> {
  /** The request under way. */
  pending: Promise<void> | undefined
  #abort = new AbortController()
  readonly #store: AuthStore<U>
  readonly #request: (signal: AbortSignal) => Promise<Session<U> | null>
  readonly #hint: () => number | null

  constructor(
    store: AuthStore<U>,
    request: (signal: AbortSignal) => Promise<Session<U> | null>,
    hint: () => number | null,
  ) {
    this.#store = store
    this.#request = request
    this.#hint = hint
  }

  /**
   * Brings the state up to date; joins the request under way if there is one.
   *
   * Settles without an error when the BFF cannot be reached: the failure is in the state.
   */
  load(): Promise<void> {
    if (this.pending) return this.pending
    this.pending = this.#run(this.#abort.signal)
    this.#store.begin()
    return this.pending
  }

  /** Makes the request under way count for nothing. */
  discard(): void {
    this.#abort.abort()
    this.#abort = new AbortController()
    this.pending = undefined
  }

  async #run(epoch: AbortSignal): Promise<void> {
    // Read before the request: a 204 takes the hint cookie away.
    const hint = this.#hint()
    const answer = await this.#request(epoch).catch((error: unknown) => {
      if (error instanceof AuthError) return error
      throw error
    })
    // Whoever waited for a discarded request waits for its successor.
    if (epoch.aborted) return this.pending

    this.pending = undefined
    if (answer instanceof AuthError) this.#store.fail(answer)
    else this.#store.accept(answer, hint)
  }
}
