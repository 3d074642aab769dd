import { endOf, type Session } from './auth-state.ts'
import type { AuthStore } from './auth-store.ts'
import type { Environment } from './environment.ts'
import { hasHint } from './hint-cookie.ts'
import type { SessionLoader } from './session-loader.ts'

/** How long before its end a session counts as expiring. */
const EXPIRY_WARNING_MS = 60_000
const FIRST_RETRY_MS = 1_000
const LAST_RETRY_MS = 30_000
/** Browsers fire longer timers at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** When to look again. */
export interface RevalidateOptions {
  /** Age in milliseconds from which the state is stale. */
  staleTime: number
  refetchOnFocus: boolean
}

/**
 * Asks for the session again whenever there is a reason: at the start, when the person comes back to a stale
 * state, shortly before and at the session's end, and after a failure until it works again. One timer.
 *
 * @returns Stops it.
 */
export function revalidate<U>(
  store: AuthStore<U>,
  { load }: SessionLoader,
  environment: Environment,
  { staleTime, refetchOnFocus }: RevalidateOptions,
): () => void {
  const { page, now } = environment
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let warnedOf = 0
  let isStopped = false

  const look = () => {
    timer = undefined
    // An answer equal to the last one changes nothing, so nothing has planned the next look.
    void load().then(() => timer ?? plan())
  }

  function recheck(maxAge: number): void {
    const { status, error } = store.getState()
    if (status === 'unauthenticated' && !hasHint(environment)) return
    if (status === 'loading' || error || now() - store.checkedAt() > maxAge) look()
  }

  function plan(): void {
    const { session, error, isFetching } = store.getState()
    clearTimeout(timer)
    timer = undefined
    if (isFetching || isStopped) return

    failures = error ? failures + 1 : 0
    if (error?.isTransient) wait(Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), LAST_RETRY_MS))
    else if (session && !error) wait(untilNextLook(session))
  }

  function wait(delayMs: number): void {
    timer = setTimeout(look, Math.min(delayMs, LONGEST_TIMER_MS))
  }

  function untilNextLook(session: Session<U>): number {
    const expiresAt = endOf(session)
    const left = expiresAt - now()
    // API calls move the idle end, and only the BFF knows how far: look before warning anybody.
    if (left > EXPIRY_WARNING_MS) return left - EXPIRY_WARNING_MS
    if (warnedOf !== expiresAt) {
      warnedOf = expiresAt
      store.emit('sessionExpiring', { expiresAt })
    }
    // Past its end by our clock, alive by the BFF's: ours is wrong, so look now and then.
    return left > 0 ? left : LAST_RETRY_MS
  }

  function wake({ type, persisted }: Event & { persisted?: boolean }): void {
    // A page out of the back/forward cache may show somebody who has signed out since.
    const isRestored = type === 'pageshow'
    if (isRestored ? persisted : !page?.document.hidden) recheck(isRestored ? 0 : staleTime)
  }

  const wakers = refetchOnFocus ? ['pageshow', 'online', 'focus', 'visibilitychange'] : ['pageshow']
  for (const type of wakers) page?.addEventListener(type, wake)
  const stopPlanning = store.on('change', plan)
  plan()
  recheck(staleTime)

  return () => {
    for (const type of wakers) page?.removeEventListener(type, wake)
    stopPlanning()
    clearTimeout(timer)
    isStopped = true
  }
}
