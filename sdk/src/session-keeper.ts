import type { AuthError } from './auth-error.ts'
import {
  authenticated,
  endOf,
  LOADING,
  type Session,
  type SessionState,
  unauthenticated,
} from './auth-state.ts'
import { AuthStore } from './auth-store.ts'
import { CrossTab, type TabMessage } from './cross-tab.ts'
import type { Environment } from './environment.ts'
import { readHint } from './hint-cookie.ts'
import { Revalidator } from './revalidate.ts'
import { SessionLoader } from './session-loader.ts'

/** How a client keeps its session true. */
export interface SessionKeeperOptions<U> {
  initialSession: Session<U> | null | undefined
  staleTime: number
  refetchOnFocus: boolean
  /** Name of the line to the other tabs; absent for none. */
  channel: string | undefined
  request: (signal: AbortSignal) => Promise<Session<U> | null>
  /** Hears of the refused call that ended the session; once, however many calls were refused. */
  onLost: (refusal: AuthError) => void
}

/** What one tab knows about the session, and everything that keeps it true. */
export class SessionKeeper<U> {
  readonly store: AuthStore<U>
  readonly loader: SessionLoader<U>
  /** What the server rendered. */
  serverState: SessionState<U>
  readonly #revalidator: Revalidator<U>
  readonly #tabs: CrossTab
  readonly #onLost: (refusal: AuthError) => void
  #holders = 0
  #isDestroyed = false
  #key: string | null | undefined
  #isQuiet = false
  #refused: { by: unknown; calls: Set<string> } = { by: null, calls: new Set() }

  constructor(options: SessionKeeperOptions<U>, environment: Environment) {
    const { initialSession, channel, request, onLost } = options
    const hint = () => readHint(environment.cookies())
    const isAnonymous = initialSession === undefined && environment.href() && hint() === null
    this.serverState = initialSession === undefined ? LOADING : stateOf(initialSession)
    this.store = new AuthStore(isAnonymous ? stateOf<U>(null) : this.serverState, environment.now)
    this.loader = new SessionLoader(this.store, request, hint)
    this.#revalidator = new Revalidator(this.store, this.loader, environment, { ...options, hint })
    this.#tabs = new CrossTab(channel, environment, (message) => this.#hear(message))
    this.#onLost = onLost
    this.#key = keyOf(this.store.state)
    this.store.subscribe(() => this.#tellOthers())
  }

  /** Starts listening for everything that may change the session; until the returned function is called. */
  retain(): () => void {
    if (this.#isDestroyed) return () => {}
    if (this.#holders++ === 0) {
      this.#tabs.listen()
      this.#revalidator.start()
    }
    let isHeld = true
    return () => {
      if (!isHeld) return
      isHeld = false
      if (--this.#holders === 0) this.#rest()
    }
  }

  /** Stops listening for good, whoever still holds it. */
  destroy(): void {
    this.#isDestroyed = true
    this.loader.discard()
    this.#rest()
  }

  /** Takes a session the BFF answered with, in place of any answer still under way. */
  adopt(session: Session<U>): Session<U> {
    this.loader.discard()
    this.store.accept(session)
    return this.store.state.session ?? session
  }

  /** Shows what the page was rendered with. */
  hydrate(session: Session<U> | null): void {
    this.loader.discard()
    this.serverState = stateOf(session)
    this.store.reset(this.serverState)
  }

  /** Ends the session here and, with no request, in every other tab. */
  signOut(): void {
    this.#endQuietly('user')
    this.#tabs.tell({ type: 'signed_out' })
  }

  /**
   * Remembers the session a call starts with.
   *
   * @returns Takes the BFF's refusal of that call. A refusal that concerns an earlier session is dropped.
   */
  watch(): (refusal: AuthError) => void {
    const before = this.store.state.session
    return (refusal) => {
      const { session } = this.store.state
      if (!session || session.authenticatedAt !== before?.authenticatedAt) return
      if (refusal.code === 'unauthenticated') this.#lose(session, refusal)
      else if (CONNECTION_REFUSALS.has(refusal.code)) this.#lookAgain(session, refusal)
    }
  }

  #rest(): void {
    this.#revalidator.stop()
    this.#tabs.close()
  }

  #lose(session: Session<U>, refusal: AuthError): void {
    this.loader.discard()
    this.store.lose(endOf(session))
    this.#onLost(refusal)
  }

  // Once per kind of refusal, as long as the connections stay what they are: a polling view must not
  // double its requests.
  #lookAgain({ connections }: Session<U>, { code, provider }: AuthError): void {
    if (this.#refused.by !== connections) this.#refused = { by: connections, calls: new Set() }
    const call = `${code} ${provider}`
    if (this.#refused.calls.has(call)) return
    this.#refused.calls.add(call)
    void this.loader.load()
  }

  #hear(message: TabMessage): void {
    if (message.type === 'session') void this.#compare(message.key)
    else if (this.store.state.status !== 'unauthenticated') this.#endQuietly('other_tab')
  }

  async #compare(key: string | null): Promise<void> {
    // An answer under way may be older than the one the other tab got.
    await this.loader.pending
    if (key === keyOf(this.store.state)) return
    // Quietly: two tabs that told each other of every answer would never stop.
    this.#isQuiet = true
    await this.loader.load()
    this.#isQuiet = false
  }

  #endQuietly(reason: 'user' | 'other_tab'): void {
    this.loader.discard()
    this.#isQuiet = true
    this.store.end(reason)
    this.#isQuiet = false
  }

  #tellOthers(): void {
    const key = keyOf(this.store.state)
    if (key === undefined || key === this.#key) return
    this.#key = key
    if (!this.#isQuiet) this.#tabs.tell({ type: 'session', key })
  }
}

const CONNECTION_REFUSALS: ReadonlySet<string> = new Set([
  'reauth_required',
  'not_connected',
  'insufficient_scope',
])

function stateOf<U>(session: Session<U> | null): SessionState<U> {
  return session ? authenticated(session) : unauthenticated('anonymous')
}

// What tabs compare: the times differ with every answer, and nobody need ask again for those.
function keyOf<U>({ status, session }: SessionState<U>): string | null | undefined {
  if (session) return JSON.stringify([session.user, session.connections])
  return status === 'unauthenticated' ? null : undefined
}
