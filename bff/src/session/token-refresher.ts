import { setTimeout as delay } from 'node:timers/promises'
import { audit } from '../audit.ts'
import type { Background } from '../background.ts'
import { BffError } from '../errors.ts'
import type { Logger } from '../logger.ts'
import { tokensFor } from '../oauth/resource-tokens.ts'
import { refreshTokenSet } from '../oauth/token-refresh.ts'
import type { TokenSet } from '../oauth/token-set.ts'
import { giveBack } from './give-back.ts'
import type { Lease, Leases } from './lease.ts'
import type { RefreshFailures } from './refresh-failures.ts'
import { nameOfRefresh, type RefreshOwner, type TokenOwner } from './refresh-name.ts'
import { shortHash, storageKey } from './storage-key.ts'
import { type ActiveTokens, reauthRequired, type StoredTokens, type TokenStore } from './token-store.ts'

/** How long a caller waits for a refresh that another process runs, in milliseconds; longer than a provider may take. */
const WAIT_LIMIT_MS = 45_000
const LOOK_EVERY_MS = 100

/** How often a stored set is tried to be written while the store is away; the next attempt is twice as far off. */
const STORE_ATTEMPTS = 6
const FIRST_STORE_PAUSE_MS = 100

/** What refreshing needs. */
export interface TokenRefresherDeps {
  tokens: TokenStore
  leases: Leases
  failures: RefreshFailures
  background: Background
  log: Logger
  /** Ends a session from outside, by the key it is stored under. */
  endSession(sessionKey: string): Promise<unknown>
  now: () => number
}

/**
 * Refreshes a token set once, however many processes ask: a second use of a rotated refresh
 * token can revoke the whole grant (RFC 9700 section 4.14).
 *
 * One process holds the lease, reads again, asks the provider and stores the answer over exactly what it read.
 * The others wait for that record to change, and get its outcome.
 */
export class TokenRefresher {
  readonly #deps: TokenRefresherDeps

  constructor(deps: TokenRefresherDeps) {
    this.#deps = deps
  }

  /**
   * @param seen The record the caller found wanting.
   * @throws {BffError} `reauth_required` (401): the provider will not renew the grant.
   * @throws {BffError} `unauthenticated` (401): it renewed something else, and the session has been ended for it.
   * @throws {BffError} `provider_unavailable` (503): not now; the record is untouched.
   */
  async refresh(owner: RefreshOwner, seen: ActiveTokens): Promise<TokenSet> {
    const { leases, failures, now } = this.#deps
    const name = nameOfRefresh(owner)
    const giveUpAt = now() + WAIT_LIMIT_MS
    do {
      const latest = await this.#readActive(owner)
      if (!isSameSet(latest.tokens, seen.tokens, owner.resource)) return latest.tokens
      const failure = await failures.current(name, owner.provider.id)
      if (failure) throw failure

      const lease = await leases.acquire(name)
      const outcome = lease && (await this.#refreshUnder(lease, owner, seen).finally(() => release(lease)))
      if (outcome) return outcome
      await delay(LOOK_EVERY_MS * (0.75 + Math.random() / 2))
    } while (now() < giveUpAt)
    throw new BffError(
      'provider_unavailable',
      'The provider takes too long to renew the connection; try again.',
      {
        provider: owner.provider.id,
      },
    )
  }

  /** @returns undefined when the lease was lost before anything was sent. */
  async #refreshUnder(lease: Lease, owner: RefreshOwner, seen: ActiveTokens): Promise<TokenSet | undefined> {
    // Read again: before the lease was ours another refresh may have ended, and the refresh
    // token first seen may be a used one.
    const stored = await this.#readActive(owner)
    if (!isSameSet(stored.tokens, seen.tokens, owner.resource)) return stored.tokens
    const { refreshToken } = stored.tokens
    if (!refreshToken && owner.resource !== undefined) throw withoutRefreshToken(owner)
    if (!refreshToken) return this.#giveUp(owner, stored)
    if (!lease.isHeld()) return undefined
    try {
      const { now } = this.#deps
      const refreshable = { ...stored.tokens, refreshToken }
      const refreshed = await refreshTokenSet(owner.provider, refreshable, now(), owner.resource)
      return await this.#keep(owner, stored, refreshed)
    } catch (error) {
      if (!(error instanceof BffError)) throw error
      if (error.code === 'reauth_required') return this.#giveUp(owner, stored, error)
      if (error.code === 'unauthenticated') await this.#endSession(owner, error)
      if (error.code === 'provider_unavailable') await this.#noteFailure(owner, error)
      throw error
    }
  }

  /** Stores before anyone uses it. When the record has gone meanwhile, the session has ended: the new tokens go back. */
  async #keep(owner: TokenOwner, previous: StoredTokens, refreshed: TokenSet): Promise<TokenSet> {
    const { background, failures, tokens } = this.#deps
    const isStored =
      (await this.#storePatiently(owner, previous, refreshed)) ||
      // An attempt whose answer was lost may have been the one that wrote.
      holds(await tokens.read(owner.sessionId, owner.provider.id), refreshed, owner.resource)
    if (isStored) {
      background.run('forgetting refresh failures', () => failures.clear(nameOfRefresh(owner)))
      return refreshed
    }
    giveBack(owner.provider, refreshed, this.#deps)
    return (await this.#readActive(owner)).tokens
  }

  /** The old refresh token may be used up: the new set is not given up because the store is away for a moment. */
  async #storePatiently(owner: TokenOwner, previous: StoredTokens, tokens: TokenSet): Promise<boolean> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#deps.tokens.replace(storeKey(owner), previous, { status: 'active', tokens })
      } catch (error) {
        if (attempt === STORE_ATTEMPTS) throw error
        await delay(FIRST_STORE_PAUSE_MS * 2 ** (attempt - 1))
      }
    }
  }

  /**
   * There is no refresh token, or the provider refused it. Read once more: if somebody stored newer tokens, the
   * refusal was about a token that nobody needs any longer.
   */
  async #giveUp(owner: RefreshOwner, stored: StoredTokens, refusal?: BffError): Promise<TokenSet> {
    const marked = await this.#deps.tokens.replace(storeKey(owner), stored, { status: 'reauth_required' })
    if (!marked) return (await this.#readActive(owner)).tokens
    if (refusal) this.#recordRefusal(owner, refusal)
    throw reauthRequired(owner.provider.id)
  }

  async #endSession(owner: RefreshOwner, refusal: BffError): Promise<void> {
    await this.#deps.endSession(storageKey(owner.sessionId))
    this.#recordRefusal(owner, refusal)
  }

  #recordRefusal({ sessionId, user, provider }: RefreshOwner, error: BffError): void {
    const facts = { user, session: shortHash(sessionId), provider: provider.id, reason: error.code, error }
    audit(this.#deps.log, { audit: 'refresh_refused', ...facts })
  }

  async #noteFailure(owner: TokenOwner, { details }: BffError): Promise<void> {
    const { failures, tokens } = this.#deps
    await failures.note(nameOfRefresh(owner), details.retryAfterSeconds)
    // A logout that has removed the tokens may have looked for notes before this one was made.
    const isLate = (await tokens.read(owner.sessionId, owner.provider.id)) === undefined
    if (isLate) await failures.clear(nameOfRefresh(owner))
  }

  #readActive({ sessionId, provider }: TokenOwner): Promise<ActiveTokens> {
    return this.#deps.tokens.readActive(sessionId, provider.id)
  }
}

/** A store that is away lets the lease run out by itself. */
async function release(lease: Lease): Promise<void> {
  await lease.release().catch(() => undefined)
}

/**
 * Whether nobody has renewed this token since. A record may be sealed anew without a change, and a provider may
 * name the token it gave before; then the refresh token tells, unless it is shared with other resources.
 */
function isSameSet(a: TokenSet, b: TokenSet, resource: string | undefined): boolean {
  const [one, other] = [tokensFor(a, resource), tokensFor(b, resource)]
  const isShared = (a.forResources ?? b.forResources) !== undefined
  const isSameToken = one?.accessToken === other?.accessToken && one?.expiresAt === other?.expiresAt
  return isSameToken && (isShared || a.refreshToken === b.refreshToken)
}

function holds(stored: StoredTokens | undefined, tokens: TokenSet, resource: string | undefined): boolean {
  if (stored?.status !== 'active') return false
  return tokensFor(stored.tokens, resource)?.accessToken === tokensFor(tokens, resource)?.accessToken
}

function storeKey({ sessionId, provider }: TokenOwner): { sessionId: string; provider: string } {
  return { sessionId, provider: provider.id }
}

/** The connection is as good as it was, and to connect it again would bring no more. */
function withoutRefreshToken({ provider }: TokenOwner): BffError {
  return new BffError(
    'provider_unavailable',
    'This API needs a token of its own, which takes a refresh token, and the provider gave none.',
    { provider: provider.id },
  )
}
