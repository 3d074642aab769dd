import { endOf, type Session } from './auth-state.ts'
import type { AuthStore } from './auth-store.ts'
import type { Environment } from './environment.ts'
import type { SessionLoader } from './session-loader.ts'

/** How long before its end a session counts as expiring. */
const EXPIRY_WARNING_MS = 60_000
const FIRST_RETRY_MS = 1_000
const LAST_RETRY_MS = 30_000
/** Browsers fire longer timers at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** When to look again. */
export interface RevalidateOptions {
  staleTime: number
  refetchOnFocus: boolean
  hint: () => number | null
}

/**
 * Decides when the session is asked for again: at first use, when the person comes back to a state older
 * than `staleTime`, shortly before and at the session's end, and after a failure until it works again.
 *
 * One timer, and none while nobody listens.
 */
export class Revalidator<U> {
  #timer: ReturnType<typeof setTimeout> | undefined
  #release: (() => void)[] = []
  #failures = 0
  #warnedOf = 0
  readonly #store: AuthStore<U>
  readonly #loader: SessionLoader<U>
  readonly #environment: Environment
  readonly #options: RevalidateOptions

  constructor(
    store: AuthStore<U>,
    loader: SessionLoader<U>,
    environment: Environment,
    options: RevalidateOptions,
  ) {
    this.#store = store
    this.#loader = loader
    this.#environment = environment
    this.#options = options
  }

  start(): void {
    this.#release = [
      this.#store.subscribe(() => this.#plan()),
      this.#environment.onPageEvent((event) => {
        // A page out of the back/forward cache may show somebody who has signed out since.
        if (event === 'restore') this.#recheck(0)
        else if (this.#options.refetchOnFocus) this.#recheck(this.#options.staleTime)
      }),
    ]
    this.#plan()
    this.#recheck(this.#options.staleTime)
  }

  stop(): void {
    for (const release of this.#release) release()
    this.#release = []
    clearTimeout(this.#timer)
  }

  #recheck(maxAge: number): void {
    const { status, error } = this.#store.state
    if (status === 'unauthenticated' && this.#options.hint() === null) return
    const age = this.#environment.now() - this.#store.checkedAt
    if (status === 'loading' || error || age > maxAge) this.#load()
  }

  #load(): void {
    // An answer equal to the last one changes nothing, so nothing has planned the next look.
    void this.#loader.load().then(() => this.#timer ?? this.#plan())
  }

  #plan(): void {
    const { session, error, isFetching } = this.#store.state
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (isFetching || !this.#release.length) return

    this.#failures = error ? this.#failures + 1 : 0
    if (error?.isTransient) this.#wait(Math.min(FIRST_RETRY_MS * 2 ** (this.#failures - 1), LAST_RETRY_MS))
    else if (session && !error) this.#wait(this.#untilNextLook(session))
  }

  #untilNextLook(session: Session<U>): number {
    const expiresAt = endOf(session)
    const left = expiresAt - this.#environment.now()
    // API calls move the idle end, and only the BFF knows how far: look before warning anybody.
    if (left > EXPIRY_WARNING_MS) return left - EXPIRY_WARNING_MS
    if (this.#warnedOf !== expiresAt) {
      this.#warnedOf = expiresAt
      this.#store.events.emit('sessionExpiring', { expiresAt })
    }
    // Past its end by our clock, alive by the BFF's: ours is wrong, so look now and then.
    return left > 0 ? left : LAST_RETRY_MS
  }

  #wait(delayMs: number): void {
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined
        this.#load()
      },
      Math.min(delayMs, LONGEST_TIMER_MS),
    )
  }
}
