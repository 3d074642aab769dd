import type { Background } from '../background.ts'
import { BffError } from '../errors.ts'
import { type RefreshableTokenSet, refreshTokenSet } from '../oauth/token-refresh.ts'
import type { TokenSet } from '../oauth/token-set.ts'
import type { Provider } from '../providers/provider.ts'
import { Pauses } from './pauses.ts'
import type { StoredTokens, TokenStore } from './token-store.ts'

/** How long before its end a token is refreshed, while it still serves, in milliseconds. */
const REFRESH_MARGIN_MS = 60_000

/** How long a failed refresh is not tried again while the old token still serves, in milliseconds. */
const RETRY_PAUSE_MS = 5_000

/** How long after a renewal an upstream's 401 is believed to mean something else, in milliseconds. */
const RENEWAL_PAUSE_MS = 10_000

/** Whose tokens: one record of the token store. */
export interface TokenOwner {
  sessionId: string
  provider: Provider
}

interface Deps {
  tokens: TokenStore
  background: Background
  now: () => number
}

/**
 * Yields token sets that are fit for use, refreshing them one at a time for each session and
 * provider: a second use of a rotated refresh token can revoke the whole grant
 * (RFC 9700 section 4.14). A refresh belongs to nobody's request, so a client that goes away does not cancel it.
 */
export class FreshTokenSets {
  readonly #deps: Deps
  readonly #underWay = new Map<string, Promise<TokenSet>>()
  readonly #pausedUntil = new Pauses()
  readonly #renewalPausedUntil = new Pauses()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /**
   * Within the margin of expiry the old token goes out while one refresh runs in the background;
   * past expiry the caller waits for it.
   *
   * @throws {BffError} `not_connected` (403): this session has no such connection.
   * @throws {BffError} `reauth_required` (401): the provider refused to renew it.
   * @throws {BffError} `provider_unavailable` (503): expired, and the provider does not answer.
   */
  async read(owner: TokenOwner): Promise<TokenSet> {
    const stored = await this.#readOrFail(owner)
    const { tokens } = stored
    const leftMs = (tokens.expiresAt ?? Number.POSITIVE_INFINITY) - this.#deps.now()
    if (leftMs > REFRESH_MARGIN_MS) return tokens

    if (leftMs > 0) {
      if (tokens.refreshToken && !this.#pausedUntil.holds(ownerKey(owner), this.#deps.now())) {
        this.#deps.background.run(
          'refreshing ahead of expiry',
          async () => void (await this.#refresh(owner, stored)),
        )
      }
      return tokens
    }
    return this.#refresh(owner, stored)
  }

  /**
   * After an upstream refused a token that looked fresh: yields a newer one, fetched now or
   * already there.
   *
   * @returns undefined when nothing can be renewed, or was renewed a moment ago: an upstream that
   *   refuses every token must not make every call a refresh.
   * @throws {BffError} as {@link read}.
   */
  async renew(owner: TokenOwner, rejectedAccessToken: string): Promise<TokenSet | undefined> {
    const stored = await this.#readOrFail(owner)
    if (stored.tokens.accessToken !== rejectedAccessToken) return stored.tokens
    const now = this.#deps.now()
    if (!stored.tokens.refreshToken || this.#renewalPausedUntil.holds(ownerKey(owner), now)) return undefined

    this.#renewalPausedUntil.set(ownerKey(owner), now + RENEWAL_PAUSE_MS)
    return this.#refresh(owner, stored)
  }

  #refresh(owner: TokenOwner, stored: StoredTokens & { tokens: TokenSet }): Promise<TokenSet> {
    const key = ownerKey(owner)
    const running = this.#underWay.get(key)
    if (running) return running

    const refresh = this.#refreshOnce(owner, stored).finally(() => this.#underWay.delete(key))
    this.#underWay.set(key, refresh)
    return refresh
  }

  async #refreshOnce(owner: TokenOwner, seen: StoredTokens & { tokens: TokenSet }): Promise<TokenSet> {
    // Read again: between the first look and now another refresh may have ended, and the
    // refresh token first seen may be a used one.
    const stored = await this.#readOrFail(owner)
    if (stored.sealed !== seen.sealed) return stored.tokens
    if (!stored.tokens.refreshToken) throw await this.#markRefused(owner, stored)
    try {
      const refreshed = await refreshTokenSet(
        owner.provider,
        stored.tokens as RefreshableTokenSet,
        this.#deps.now(),
      )
      return await this.#keep(owner, stored, refreshed)
    } catch (error) {
      if (error instanceof BffError && error.code === 'reauth_required')
        throw await this.#markRefused(owner, stored)
      this.#pausedUntil.set(ownerKey(owner), this.#deps.now() + RETRY_PAUSE_MS)
      throw error
    }
  }

  /** Stores before anyone uses it. When the record has gone meanwhile, the session ended: give the tokens back. */
  async #keep(owner: TokenOwner, previous: StoredTokens, refreshed: TokenSet): Promise<TokenSet> {
    const { tokens, background } = this.#deps
    this.#pausedUntil.delete(ownerKey(owner))
    const record = { status: 'active', tokens: refreshed } as const
    if (await tokens.replace(storeKey(owner), previous, record)) return refreshed

    if (owner.provider.revokesAtLogout) {
      background.run('revoking tokens of an ended session', () => owner.provider.revoke(refreshed, 'token'))
    }
    return (await this.#readOrFail(owner)).tokens
  }

  async #markRefused(owner: TokenOwner, stored: StoredTokens): Promise<BffError> {
    await this.#deps.tokens.replace(storeKey(owner), stored, { status: 'reauth_required' })
    return reauthRequired(owner.provider.id)
  }

  async #readOrFail({ sessionId, provider }: TokenOwner): Promise<StoredTokens & { tokens: TokenSet }> {
    const stored = await this.#deps.tokens.read(sessionId, provider.id)
    if (!stored) {
      throw new BffError('not_connected', 'This session has no account connected there.', {
        provider: provider.id,
      })
    }
    if (stored.status === 'reauth_required') throw reauthRequired(provider.id)
    return stored
  }
}

function reauthRequired(provider: string): BffError {
  return new BffError('reauth_required', 'The provider no longer renews this connection; connect it again.', {
    provider,
  })
}

function storeKey({ sessionId, provider }: TokenOwner): { sessionId: string; provider: string } {
  return { sessionId, provider: provider.id }
}

/** Both parts are needed: one session's call must never be handed another session's token. */
function ownerKey({ sessionId, provider }: TokenOwner): string {
  return JSON.stringify([sessionId, provider.id])
}
