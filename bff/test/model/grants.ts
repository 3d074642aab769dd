import type { ProviderId } from '../support/journey.ts'
import type { Account } from './people.ts'

/** Life of an access token of each provider, in seconds. */
export const TOKEN_LIFETIME_SECONDS: Record<ProviderId, number> = { github: 300, google: 3599 }

/** What an account allowed in one login; ends when it is taken back. */
export interface ModelGrant {
  readonly account: Account
  alive: boolean
}

/** Tokens as the model knows them: the grants they stand for, and when the access token ends. */
export interface ModelTokens {
  access: ModelGrant
  refresh: ModelGrant
  expiresAt: number
}

/** The providers as the model knows them: grants, and who would be given a refresh token again. */
export class ModelProviders {
  /** Token requests for a refresh that the BFF should have sent so far. */
  readonly refreshes: Record<ProviderId, number> = { github: 0, google: 0 }
  #grants: ModelGrant[] = []
  /** Google gives a refresh token with the first consent of a person and with no later one. */
  readonly #consented = new Set<string>()

  /** @param former Tokens of the same account that the BFF holds already. */
  exchange(account: Account, former: ModelTokens | undefined, now: number): ModelTokens {
    const grant: ModelGrant = { account, alive: true }
    this.#grants.push(grant)
    const expiresAt = now + TOKEN_LIFETIME_SECONDS[account.provider] * 1000
    const isWithout = account.provider === 'google' && this.#consented.has(account.accountId)
    this.#consented.add(account.accountId)
    // The BFF asks for consent again where it has no refresh token of before, and then gets one.
    return { access: grant, refresh: isWithout && former ? former.refresh : grant, expiresAt }
  }

  /** @returns false when the provider refuses. */
  refresh(tokens: ModelTokens, provider: ProviderId, now: number): boolean {
    this.refreshes[provider] += 1
    if (!tokens.refresh.alive) return false
    tokens.access = tokens.refresh
    tokens.expiresAt = now + TOKEN_LIFETIME_SECONDS[provider] * 1000
    return true
  }

  /**
   * A session ends in its own browser, or its tokens are replaced. At GitHub the BFF takes the access token
   * back; an expired one is refreshed for it, because GitHub knows no grant by it any more.
   */
  giveBack(tokens: ModelTokens | undefined, now: number): void {
    const isShown = tokens?.access.account.provider === 'github'
    if (isShown && tokens.expiresAt <= now) this.refreshes.github += 1
  }

  /** The BFF takes a whole grant back: GitHub is shown the access token, Google the refresh token. */
  endGrant(tokens: ModelTokens, now: number): void {
    const { provider } = tokens.access.account
    if (tokens.expiresAt <= now) this.refresh(tokens, provider, now)
    const { access, refresh } = tokens
    const shown = provider === 'github' ? access : refresh
    if (shown.alive) this.#consented.delete(shown.account.accountId)
    shown.alive = false
  }

  /** The person takes everything back, in the settings of their account. */
  endAllOf({ provider, accountId }: Account): void {
    for (const grant of this.#grants) {
      if (grant.account.provider === provider && grant.account.accountId === accountId) grant.alive = false
    }
    this.#consented.delete(accountId)
  }
}
