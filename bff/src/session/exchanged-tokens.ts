import { type ExchangeRequest, exchangeToken } from '../oauth/token-exchange.ts'
import type { ProviderRegistry } from '../providers/registry.ts'
import type { AccessGrant, SessionAccess } from './access.ts'
import type { SessionChanges } from './stores/session-changes.ts'

const MAX_EXCHANGED = 10_000

/** How long before its end a token is not used any more, in milliseconds: the call is still on its way then. */
const MARGIN_MS = 5_000

/** How long a token is used whose provider named no end, in milliseconds. */
const UNNAMED_LIFE_MS = 60_000

/** How long after an exchange an upstream's 401 is believed to mean something else, in milliseconds. */
const REJECTION_PAUSE_MS = 10_000

interface Exchanged {
  /** The person's token it was issued for, and is good for. */
  readonly subjectToken: string
  readonly grant: AccessGrant
  /** Epoch milliseconds. */
  readonly at: number
  readonly usableUntil: number
}

interface UnderWay {
  readonly subjectToken: string
  readonly grant: Promise<AccessGrant>
}

interface Deps {
  providers: ProviderRegistry
  changes: SessionChanges
  now: () => number
}

/** What an upstream's calls exchange people's tokens for. */
export interface ExchangePurpose extends ExchangeRequest {
  /** Provider id. */
  readonly provider: string
}

/**
 * Tokens that people's tokens were exchanged for, for one API: in this process's memory, bounded, one for each session,
 * and good for no other token of the person than the one it was exchanged for. A session that changes anywhere,
 * by a logout above all, has none any more.
 */
export class ExchangedTokens {
  readonly #deps: Deps
  readonly #purpose: ExchangePurpose
  /** By session key, the oldest first. */
  readonly #exchanged = new Map<string, Exchanged>()
  readonly #underWay = new Map<string, UnderWay>()

  constructor(purpose: ExchangePurpose, deps: Deps) {
    this.#deps = deps
    this.#purpose = purpose
    deps.changes.listen({ changed: (key) => this.#forget(key), missed: () => this.#forgetAll() })
  }

  /**
   * Yields what the person's token is exchanged for; at once, when that is known.
   *
   * @throws {BffError} as {@link exchangeToken}.
   */
  of({ sessionKey }: SessionAccess, subject: AccessGrant): AccessGrant | Promise<AccessGrant> {
    const known = this.#knownFor(sessionKey, subject)
    if (known && known.usableUntil > this.#deps.now()) return known.grant
    return this.#exchange(sessionKey, subject)
  }

  /**
   * Yields another token after the upstream refused this one.
   *
   * @returns undefined when this one is new: an upstream that refuses every token must not make every call an exchange.
   */
  async renewRejected(
    session: SessionAccess,
    subject: AccessGrant,
    rejected: AccessGrant,
  ): Promise<AccessGrant | undefined> {
    const { sessionKey } = session
    const known = this.#knownFor(sessionKey, subject)
    if (known?.grant.accessToken !== rejected.accessToken) return this.of(session, subject)
    if (this.#deps.now() - known.at < REJECTION_PAUSE_MS) return undefined
    return this.#exchange(sessionKey, subject)
  }

  #knownFor(sessionKey: string, { accessToken }: AccessGrant): Exchanged | undefined {
    const known = this.#exchanged.get(sessionKey)
    return known?.subjectToken === accessToken ? known : undefined
  }

  #exchange(sessionKey: string, subject: AccessGrant): Promise<AccessGrant> {
    const subjectToken = subject.accessToken
    const running = this.#underWay.get(sessionKey)
    if (running?.subjectToken === subjectToken) return running.grant
    const ask = async () => {
      const exchanged = await this.#ask(subject)
      // What has changed meanwhile may have been the end of the session.
      if (this.#underWay.get(sessionKey) === mine) this.#keep(sessionKey, exchanged)
      return exchanged.grant
    }
    const settle = () => {
      if (this.#underWay.get(sessionKey) === mine) this.#underWay.delete(sessionKey)
    }
    const mine: UnderWay = { subjectToken, grant: ask().finally(settle) }
    this.#underWay.set(sessionKey, mine)
    return mine.grant
  }

  async #ask(subject: AccessGrant): Promise<Exchanged> {
    const { providers, now } = this.#deps
    const provider = providers.get(this.#purpose.provider)
    const { accessToken, scope, expiresAt } = await exchangeToken(provider, subject, this.#purpose, now())
    const grant = { accessToken, scope, dpop: subject.dpop }
    const usableUntil = expiresAt === undefined ? now() + UNNAMED_LIFE_MS : expiresAt - MARGIN_MS
    return { subjectToken: subject.accessToken, grant, at: now(), usableUntil }
  }

  #keep(sessionKey: string, exchanged: Exchanged): void {
    this.#exchanged.delete(sessionKey)
    this.#makeRoom()
    this.#exchanged.set(sessionKey, exchanged)
  }

  /** Also lets go of what has ended, so that no token lies here for much longer than it is of use. */
  #makeRoom(): void {
    for (const [sessionKey, { usableUntil }] of this.#exchanged) {
      if (this.#exchanged.size < MAX_EXCHANGED && usableUntil > this.#deps.now()) return
      this.#exchanged.delete(sessionKey)
    }
  }

  #forget(sessionKey: string): void {
    this.#exchanged.delete(sessionKey)
    this.#underWay.delete(sessionKey)
  }

  #forgetAll(): void {
    this.#exchanged.clear()
    this.#underWay.clear()
  }
}
