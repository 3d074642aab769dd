import type { WireSession } from '@coatcheck/sdk/wire'
import type { ProviderId } from '../support/journey.ts'
import { ModelProviders, type ModelTokens } from './grants.ts'
import type { Account } from './people.ts'

export const IDLE_TIMEOUT_SECONDS = 90 * 60
export const ABSOLUTE_TIMEOUT_SECONDS = 4 * 60 * 60

const REFRESH_MARGIN_MS = 60_000
const REJECTION_PAUSE_MS = 10_000
const TOUCH_PAUSE_MS = 60_000

export type BrowserName = 'laptop' | 'phone' | 'tablet'

interface ModelConnection {
  account: Account
  /** Absent once the provider has refused to renew them. */
  tokens?: ModelTokens
}

/** A session as the model knows it. */
export interface ModelSession {
  user: Account['user']
  connections: ModelConnection[]
  authenticatedAt: number
  expiresAt: number
  idleEndsAt: number
  ended: boolean
}

/** What a call should be answered: by the upstream for an account, or by the BFF with a code. */
export type CallOutcome = { status: 200; accountId: string } | { status: number; code: string }

/** Who is signed in where and what a call may use: everything the contract says, and no race, store or network. */
export class SessionModel {
  readonly providers = new ModelProviders()
  /** Every session of the run, the oldest first. */
  readonly sessions: ModelSession[] = []
  readonly #sessionOf = new Map<BrowserName, ModelSession>()
  readonly #pausedUntil = new Map<string, number>()
  readonly #idleEnds: boolean
  #now: number

  /** @param idleEnds Whether the store keeps the model's time; Redis keeps its own. */
  constructor(now: number, idleEnds: boolean) {
    this.#now = now
    this.#idleEnds = idleEnds
  }

  advance(seconds: number): void {
    this.#now += seconds * 1000
  }

  current(browser: BrowserName): ModelSession | undefined {
    const session = this.#sessionOf.get(browser)
    return session && this.isAlive(session) ? session : undefined
  }

  isAlive({ ended, expiresAt, idleEndsAt }: ModelSession): boolean {
    return !ended && this.#now < expiresAt && !(this.#idleEnds && this.#now >= idleEndsAt)
  }

  connection(browser: BrowserName, provider: ProviderId): ModelConnection | undefined {
    return this.current(browser)?.connections.find(({ account }) => account.provider === provider)
  }

  /** Seconds an access token has left; undefined when there is none to use. */
  secondsLeft(browser: BrowserName, provider: ProviderId): number | undefined {
    const tokens = this.connection(browser, provider)?.tokens
    return tokens && (tokens.expiresAt - this.#now) / 1000
  }

  login(browser: BrowserName, account: Account): void {
    const former = this.current(browser)
    if (former) this.#end(former)
    const session: ModelSession = {
      user: account.user,
      connections: [{ account, tokens: this.providers.exchange(account, undefined, this.#now) }],
      authenticatedAt: this.#now,
      expiresAt: this.#now + ABSOLUTE_TIMEOUT_SECONDS * 1000,
      idleEndsAt: this.#now + IDLE_TIMEOUT_SECONDS * 1000,
      ended: false,
    }
    this.sessions.push(session)
    this.#sessionOf.set(browser, session)
  }

  connect(browser: BrowserName, account: Account): 'connected' | 'login_expired' | 'account_conflict' {
    const session = this.current(browser)
    if (!session) return 'login_expired'
    const existing = this.connection(browser, account.provider)
    const tokens = this.providers.exchange(account, existing?.tokens, this.#now)
    const expected = existing ? `${account.provider}:${existing.account.accountId}` : session.user.id
    if (expected.startsWith(`${account.provider}:`) && expected !== account.user.id) return 'account_conflict'
    this.providers.giveBack(existing?.tokens, this.#now)
    session.connections = session.connections.filter((connection) => connection !== existing)
    session.connections.push({ account, tokens })
    return 'connected'
  }

  /** @param bff Names the process, which remembers for itself when it looked last. */
  call(browser: BrowserName, provider: ProviderId, bff: string): CallOutcome {
    const session = this.current(browser)
    if (!session) return { status: 401, code: 'unauthenticated' }
    this.#touch(session, bff)
    const connection = this.connection(browser, provider)
    if (!connection) return { status: 403, code: 'not_connected' }

    const { tokens, account } = connection
    const allowed = { status: 200, accountId: account.accountId } as const
    const refused = { status: 401, code: 'reauth_required' }
    if (!tokens) return refused
    if (tokens.expiresAt - this.#now <= REFRESH_MARGIN_MS) this.#refresh(connection, tokens)
    if (!connection.tokens) return refused
    if (tokens.access.alive) return allowed
    // The upstream refuses a token that looked fresh: one refresh, and no other for a while.
    const pause = `rejection ${this.sessions.indexOf(session)} ${provider} ${bff}`
    if (this.#isPaused(pause, REJECTION_PAUSE_MS)) return { status: 401, code: 'upstream' }
    this.#refresh(connection, tokens)
    return connection.tokens ? allowed : refused
  }

  /** Slides the idle timeout, as every call does, whatever becomes of it. */
  noteUse(browser: BrowserName, bff: string): void {
    const session = this.current(browser)
    if (session) this.#touch(session, bff)
  }

  /** @returns whether there are tokens to be shown to the provider. */
  disconnect(browser: BrowserName, provider: ProviderId): boolean {
    const session = this.current(browser)
    const connection = this.connection(browser, provider)
    if (!session || !connection) return false
    if (connection.tokens) this.providers.endGrant(connection.tokens, this.#now)
    session.connections = session.connections.filter((candidate) => candidate !== connection)
    return connection.tokens !== undefined
  }

  /**
   * @param everywhere Ends all sessions that the account this one signed in with is part of, as a connection too.
   */
  logout(browser: BrowserName, everywhere: boolean): void {
    const id = everywhere ? this.current(browser)?.user.id : undefined
    const session = this.#sessionOf.get(browser)
    // A store with a time of its own still has the tokens of a session that is over.
    if (session && !session.ended && (this.isAlive(session) || !this.#idleEnds)) this.#end(session)
    for (const other of id === undefined ? [] : this.sessions) {
      if (accountsOf(other).includes(id)) other.ended = true
    }
  }

  /** No secret that is still there opens what is left of a session that was over before. */
  forgetWhatIsOver(): void {
    for (const session of this.sessions) if (!this.isAlive(session)) session.ended = true
  }

  /** Sessions their user sees in the list, the newest first. */
  listed(browser: BrowserName): ModelSession[] {
    const id = this.current(browser)?.user.id
    return this.sessions.filter((session) => session.user.id === id && this.isAlive(session)).reverse()
  }

  /** Session JSON of one session; undefined when it has ended. */
  wireSession(session: ModelSession | undefined): WireSession | undefined {
    if (!session || !this.isAlive(session)) return undefined
    const { user, authenticatedAt, expiresAt, idleEndsAt } = session
    const connections = session.connections.map(({ account, tokens }) => ({
      provider: account.provider,
      accountId: account.accountId,
      label: account.label,
      scopes: account.scopes,
      status: tokens ? ('active' as const) : ('reauth_required' as const),
    }))
    return { user, connections, authenticatedAt, expiresAt, idleExpiresAt: Math.min(expiresAt, idleEndsAt) }
  }

  /** Ended in its own browser, whose cookie opens the tokens: they can be given back. */
  #end(session: ModelSession): void {
    session.ended = true
    for (const { tokens } of session.connections) this.providers.giveBack(tokens, this.#now)
  }

  #refresh(connection: ModelConnection, tokens: ModelTokens): void {
    if (!this.providers.refresh(tokens, connection.account.provider, this.#now)) delete connection.tokens
  }

  #touch(session: ModelSession, bff: string): void {
    if (this.#isPaused(`touch ${this.sessions.indexOf(session)} ${bff}`, TOUCH_PAUSE_MS)) return
    session.idleEndsAt = Math.min(this.#now + IDLE_TIMEOUT_SECONDS * 1000, session.expiresAt)
  }

  /** Whether that was done less than `pauseMs` ago; if not, it is done now. */
  #isPaused(what: string, pauseMs: number): boolean {
    if ((this.#pausedUntil.get(what) ?? 0) > this.#now) return true
    this.#pausedUntil.set(what, this.#now + pauseMs)
    return false
  }
}

function accountsOf({ user, connections }: ModelSession): (string | undefined)[] {
  return [user.id, ...connections.map(({ account }) => account.user.id)]
}
