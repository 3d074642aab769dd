import { signInEntry } from './index-entries.ts'
import type { SignedIn } from './session-data.ts'
import type { IndexEntry } from './session-index.ts'
import { type EndByKeyDeps, endSessionByKey } from './sign-out.ts'

/** What a provider's logout did here. */
export interface ProviderLogoutOutcome {
  /** Sessions that began with this provider, and have ended. */
  ended: number
  /** Sessions that began with another one, and have lost this provider's tokens. */
  disconnected: number
}

/**
 * Carries out a provider's logout. Sessions that people began by signing in there end. Where the
 * account is merely connected, its tokens go and the connection asks to be authorized again: the
 * provider has no say in a session that somebody else vouched for.
 *
 * @param entry The provider's session, or the account.
 * @param issuedAt Epoch milliseconds, to the second, of the provider's word; sessions of later seconds stay,
 *   so that a late word does not end what the person has begun since.
 * @see OpenID Connect Back-Channel Logout 1.0 section 2.7
 */
export async function endProviderSessions(
  entry: IndexEntry,
  issuedAt: number,
  deps: EndByKeyDeps,
): Promise<ProviderLogoutOutcome> {
  const outcome = { ended: 0, disconnected: 0 }
  for (const sessionKey of await deps.index.sessionKeys(entry)) {
    const signedIn = (await deps.sessions.readByKey(sessionKey))?.signedIn
    if (!signedIn || beganLater(signedIn, issuedAt)) continue

    if (signInEntry(signedIn.user.id).provider === entry.provider) {
      if (await endSessionByKey(sessionKey, deps)) outcome.ended += 1
    } else {
      await deps.tokens.removeAll(sessionKey, [entry.provider])
      outcome.disconnected += 1
    }
  }
  return outcome
}

function beganLater({ authenticatedAt }: SignedIn, issuedAt: number): boolean {
  return authenticatedAt >= issuedAt + 1_000
}
