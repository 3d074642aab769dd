import type { AuthError } from './auth-error.ts'
import { AuthEmitter, type SignedOutReason } from './auth-events.ts'
import {
  authenticated,
  endOf,
  keepEqual,
  type Session,
  type SessionState,
  unauthenticated,
} from './auth-state.ts'

/**
 * The state of one client, and the only code that changes it.
 *
 * Each change announces its event before it calls the subscribers, so that a cache can be emptied before
 * another person's page is drawn.
 */
export class AuthStore<U> {
  readonly events: AuthEmitter<U> = new AuthEmitter<U>()
  state: SessionState<U>
  /** When the BFF last answered; epoch milliseconds. */
  checkedAt: number
  readonly #listeners = new Set<() => void>()
  readonly #now: () => number

  constructor(initial: SessionState<U>, now: () => number) {
    this.state = initial
    this.#now = now
    this.checkedAt = initial.session ? now() : 0
  }

  subscribe(listener: () => void): () => void {
    // Wrapped, so that a function subscribed twice is called twice and unsubscribed once.
    const entry = () => listener()
    this.#listeners.add(entry)
    return () => void this.#listeners.delete(entry)
  }

  /** Calls every subscriber. */
  notify(): void {
    for (const listener of this.#listeners) listener()
  }

  /**
   * Takes the BFF's answer; null means that nobody is signed in.
   *
   * @param hint What the hint cookie promised before the request: when the session would end, or null.
   */
  accept(answer: Session<U> | null, hint: number | null = null): void {
    const { session: previous, status, error, isFetching } = this.state
    this.checkedAt = this.#now()
    if (!answer) {
      if (status !== 'unauthenticated') this.lose(previous ? endOf(previous) : hint)
      return
    }

    const session = keepEqual(previous, answer)
    if (session === previous && !error && !isFetching) return
    const isNewcomer = !previous || idOf(previous) !== idOf(session)
    this.state = authenticated(session)
    if (previous && isNewcomer) this.events.emit('signedOut', { reason: 'other_tab' })
    if (isNewcomer) this.events.emit('signedIn', session)
    this.notify()
  }

  /** Marks a state that is nothing to rely on as being looked up. */
  begin(): void {
    const { status, error, isFetching } = this.state
    if ((status === 'loading' || error) && !isFetching) this.#set({ ...this.state, isFetching: true })
  }

  /** Takes a failure to answer. Whoever was signed in stays so: an outage is not a sign-out. */
  fail(error: AuthError): void {
    const { session, status, error: earlier } = this.state
    if (!earlier) this.events.emit('error', error)
    if (session) this.#set(authenticated(session, error))
    else if (status !== 'unauthenticated') {
      this.#set({ status: 'error', session: null, user: null, error, isFetching: false })
    }
  }

  /** Ends the session this tab knows. */
  end(reason: SignedOutReason): void {
    const { session } = this.state
    this.state = unauthenticated(reason === 'user' || reason === 'other_tab' ? 'signed_out' : reason)
    if (session) this.events.emit('signedOut', { reason })
    this.notify()
  }

  /**
   * Notes that the session is gone without anybody here having ended it.
   *
   * @param endsAt When it would have ended by itself, in epoch milliseconds; null if there was none.
   */
  lose(endsAt: number | null): void {
    if (endsAt === null) this.#set(unauthenticated('anonymous'))
    else this.end(endsAt <= this.#now() ? 'expired' : 'revoked')
  }

  /** Replaces the state without a word to event listeners: the page already shows it. */
  reset(state: SessionState<U>): void {
    this.checkedAt = this.#now()
    this.#set(state)
  }

  #set(state: SessionState<U>): void {
    this.state = state
    this.notify()
  }
}

// The id alone tells people apart: a changed picture is no reason to drop somebody's data.
function idOf(session: Session<unknown>): unknown {
  return (session.user as { id?: unknown } | null)?.id
}
