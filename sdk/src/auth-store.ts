import type { AuthError } from './auth-error.ts'
import { type AuthEvents, createEmitter, type OnEvent } from './auth-events.ts'
import {
  authenticated,
  endOf,
  failed,
  keepEqual,
  type Session,
  type SessionState,
  unauthenticated,
} from './auth-state.ts'

interface StoreEvents<U> extends AuthEvents<U> {
  change: undefined
}

/** The state of one client, and the only ways to change it. */
export interface AuthStore<U> {
  getState(): SessionState<U>
  /** When the BFF last answered; epoch milliseconds. */
  checkedAt(): number
  on: OnEvent<StoreEvents<U>>
  emit<K extends keyof StoreEvents<U>>(event: K, detail: StoreEvents<U>[K]): void
  /** Notes that an answer is awaited that may mend an error; a good state is re-checked silently. */
  begin(): void
  /**
   * Takes the BFF's answer; null means that nobody is signed in.
   *
   * @param isHinted Whether the hint cookie promised a session before the request.
   */
  accept(answer: Session<U> | null, isHinted?: boolean): void
  /** Takes a failure to answer. Whoever was signed in stays so: an outage is not a sign-out. */
  fail(error: AuthError): void
  /** Ends the session this tab knows; without a reason, it ended by itself or somewhere else. */
  end(reason?: 'user' | 'other_tab'): void
  /** Replaces the state without an event: the page shows it already. */
  reset(state: SessionState<U>): void
}

/**
 * Creates the store.
 *
 * Each change announces its event before it calls the subscribers, so that a cache can be emptied before
 * another person's page is drawn.
 */
export function createAuthStore<U>(initial: SessionState<U>, now: () => number): AuthStore<U> {
  const { on, emit } = createEmitter<StoreEvents<U>>()
  let state = initial
  let checkedAt = initial.session ? now() : 0

  function set(next: SessionState<U>, announce?: () => void): void {
    state = next
    announce?.()
    emit('change', undefined)
  }

  function end(reason?: 'user' | 'other_tab'): void {
    const { session } = state
    const fate = session && endOf(session) > now() ? 'revoked' : 'expired'
    const announce = () => session && emit('signedOut', { reason: reason ?? fate })
    set(unauthenticated(reason ? 'signed_out' : fate), announce)
  }

  function welcome(session: Session<U>, previous: Session<U> | null): void {
    if (previous && idOf(previous) === idOf(session)) return
    if (previous) emit('signedOut', { reason: 'other_tab' })
    emit('signedIn', session)
  }

  return {
    getState: () => state,
    checkedAt: () => checkedAt,
    on,
    emit,
    begin() {
      if (state.error) set({ ...state, isFetching: true })
    },
    accept(answer, isHinted) {
      const { session: previous, status, error } = state
      checkedAt = now()
      if (answer) {
        const session = keepEqual(previous, answer)
        if (session !== previous || error) set(authenticated(session), () => welcome(session, previous))
      } else if (previous || (isHinted && status !== 'unauthenticated')) end()
      else if (status !== 'unauthenticated') set(unauthenticated('anonymous'))
    },
    fail(error) {
      const { session, status } = state
      if (!state.error) emit('error', error)
      if (session) set(authenticated(session, error))
      else if (status !== 'unauthenticated') set(failed(error))
    },
    end,
    reset(next) {
      checkedAt = now()
      set(next)
    },
  }
}

// The id alone tells people apart: a changed picture is no reason to drop somebody's data.
function idOf({ user }: Session<unknown>): unknown {
  return (user as { id?: unknown } | null)?.id
}
