import { setTimeout as delay } from 'node:timers/promises'
import type { TokenSet } from '../oauth/token-set.ts'
import type { Lease, Leases } from './lease.ts'
import { nameOfRefresh, type TokenOwner } from './refresh-name.ts'
import type { TokenStore } from './token-store.ts'

/** How long a refresh under way is waited for, in milliseconds; longer than a provider may take. */
const WAIT_LIMIT_MS = 45_000
const LOOK_EVERY_MS = 100

/** Tokens that have left the store, for whoever removed them to revoke. */
export interface RemovedTokens {
  readonly tokens: TokenSet
  /** A refresh under way has presented the refresh token, or is about to: nobody else may (RFC 9700 section 4.14). */
  readonly isBeingRefreshed: boolean
}

interface Deps {
  tokens: TokenStore
  leases: Leases
  now: () => number
}

/** Takes tokens out of the store for good, in step with a refresh that may be under way. */
export class TokenRemoval {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /**
   * Removes at once. A refresh under way finds nothing to replace and gives back what it got.
   *
   * @returns undefined when there are none.
   */
  async removeNow(owner: TokenOwner): Promise<RemovedTokens | undefined> {
    const lease = await this.#deps.leases.acquire(nameOfRefresh(owner))
    const tokens = await this.#take(owner, lease)
    return tokens && { tokens, isBeingRefreshed: lease === undefined }
  }

  /**
   * Removes unless a refresh is under way.
   *
   * @returns `'busy'` when one is; undefined when there are none.
   */
  async removeIdle(owner: TokenOwner): Promise<TokenSet | 'busy' | undefined> {
    const lease = await this.#deps.leases.acquire(nameOfRefresh(owner))
    return lease ? this.#take(owner, lease) : 'busy'
  }

  /**
   * Removes after a refresh under way has ended: what that yields is the last of its kind.
   *
   * @param isWanted Asked when the tokens could be removed; false leaves them.
   * @returns undefined when there are none, or they are left.
   */
  async removeLast(owner: TokenOwner, isWanted: () => Promise<boolean>): Promise<TokenSet | undefined> {
    const { leases, now } = this.#deps
    const giveUpAt = now() + WAIT_LIMIT_MS
    let lease = await leases.acquire(nameOfRefresh(owner))
    while (!lease && now() < giveUpAt) {
      await delay(LOOK_EVERY_MS)
      lease = await leases.acquire(nameOfRefresh(owner))
    }
    if (await isWanted()) return this.#take(owner, lease)
    await lease?.release().catch(() => undefined)
    return undefined
  }

  #take({ sessionId, provider }: TokenOwner, lease: Lease | undefined): Promise<TokenSet | undefined> {
    return this.#deps.tokens
      .take(sessionId, provider.id)
      .finally(() => lease?.release().catch(() => undefined))
  }
}
