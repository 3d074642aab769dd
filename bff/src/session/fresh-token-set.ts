import type { Background } from '../background.ts'
import { tokensFor, type UsableTokens } from '../oauth/resource-tokens.ts'
import { Pauses } from './pauses.ts'
import { nameOfRefresh, type RefreshOwner, type TokenOwner } from './refresh-name.ts'
import type { TokenRefresher } from './token-refresher.ts'
import type { ActiveTokens, TokenStore } from './token-store.ts'

/** How long before its end a token is refreshed, while it still serves, in milliseconds. */
const REFRESH_MARGIN_MS = 60_000

/** How long this process does not try again ahead of expiry after a failure, in milliseconds. */
const RETRY_PAUSE_MS = 5_000

/** How long after a renewal an upstream's 401 is believed to mean something else, in milliseconds. */
const REJECTION_PAUSE_MS = 10_000

/** Tokens fit for use, and where they come from. */
export interface FreshTokens {
  readonly tokens: UsableTokens
  /** The record they were read from; undefined when they were renewed just now. */
  readonly sealed: string | undefined
}

interface Deps {
  tokens: TokenStore
  refresher: TokenRefresher
  background: Background
  now: () => number
}

/**
 * Yields token sets that are fit for use. All calls of this process for one session and provider
 * share one refresh, and that belongs to nobody's request: a client that goes away does not cancel it.
 */
export class FreshTokenSets {
  readonly #deps: Deps
  readonly #underWay = new Map<string, Promise<UsableTokens>>()
  readonly #pausedUntil = new Pauses()
  readonly #rejectionPausedUntil = new Pauses()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /**
   * Within the margin of expiry the old token goes out while one refresh runs in the background;
   * past expiry the caller waits for it.
   *
   * @throws {BffError} `reauth_required` (401): the provider refused to renew it, or it is gone.
   * @throws {BffError} `provider_unavailable` (503): expired, and the provider does not answer.
   */
  async read(owner: RefreshOwner): Promise<FreshTokens> {
    const stored = await this.#deps.tokens.readActive(owner.sessionId, owner.provider.id)
    const tokens = tokensFor(stored.tokens, owner.resource)
    const leftMs = tokens ? (tokens.expiresAt ?? Number.POSITIVE_INFINITY) - this.#deps.now() : 0
    if (!tokens || leftMs <= 0) return { tokens: await this.#refresh(owner, stored), sealed: undefined }

    const isNearItsEnd = leftMs <= REFRESH_MARGIN_MS
    if (isNearItsEnd && stored.tokens.refreshToken) this.#refreshAhead(owner, stored)
    return { tokens, sealed: stored.sealed }
  }

  /**
   * After an upstream refused a token that looked fresh: yields a newer one, fetched now or
   * already there.
   *
   * @returns undefined when nothing can be renewed, or was renewed a moment ago: an upstream that
   *   refuses every token must not make every call a refresh.
   * @throws {BffError} as {@link read}.
   */
  async refreshRejected(owner: RefreshOwner, rejectedAccessToken: string): Promise<UsableTokens | undefined> {
    const stored = await this.#deps.tokens.readActive(owner.sessionId, owner.provider.id)
    const tokens = tokensFor(stored.tokens, owner.resource)
    if (tokens && tokens.accessToken !== rejectedAccessToken) return tokens
    const name = nameOfTokens(owner)
    const running = this.#underWay.get(name)
    if (running) return running

    const now = this.#deps.now()
    if (!stored.tokens.refreshToken || this.#rejectionPausedUntil.holds(name, now)) return undefined

    this.#rejectionPausedUntil.set(name, now + REJECTION_PAUSE_MS)
    return this.#refresh(owner, stored)
  }

  #refreshAhead(owner: RefreshOwner, stored: ActiveTokens): void {
    const { background, now } = this.#deps
    const name = nameOfTokens(owner)
    if (this.#underWay.has(name) || this.#pausedUntil.holds(name, now())) return

    background.run('refreshing ahead of expiry', async () => {
      this.#pausedUntil.set(name, now() + RETRY_PAUSE_MS)
      await this.#refresh(owner, stored)
    })
  }

  #refresh(owner: RefreshOwner, stored: ActiveTokens): Promise<UsableTokens> {
    const name = nameOfTokens(owner)
    const running = this.#underWay.get(name)
    if (running) return running

    const refresh = this.#refreshOnce(owner, stored).finally(() => this.#underWay.delete(name))
    this.#underWay.set(name, refresh)
    return refresh
  }

  async #refreshOnce(owner: RefreshOwner, stored: ActiveTokens): Promise<UsableTokens> {
    const tokens = tokensFor(await this.#deps.refresher.refresh(owner, stored), owner.resource)
    if (!tokens) throw new TypeError('a refresh has brought no token for its resource')
    return tokens
  }
}

/** Until when a token goes out without a thought of its end, in epoch milliseconds. */
export function usableUntil({ expiresAt }: UsableTokens): number {
  return expiresAt === undefined ? Number.POSITIVE_INFINITY : expiresAt - REFRESH_MARGIN_MS
}

/** One session's tokens for several resources are renewed one after the other, but not one for the other. */
function nameOfTokens(owner: TokenOwner): string {
  const name = nameOfRefresh(owner)
  return owner.resource === undefined ? name : `${name} ${owner.resource}`
}
