import type { Background } from '../background.ts'
import { tokenRevocation } from '../oauth/token-revocation.ts'
import type { TokenSet } from '../oauth/token-set.ts'
import type { Provider } from '../providers/provider.ts'

/**
 * Revokes tokens that nobody will use, where that is right to do. No answer waits for it.
 * Left alone they would pile up: GitHub keeps ten a person and revokes the oldest, which may be in use.
 */
export function giveBack(
  provider: Provider,
  tokens: TokenSet,
  { background, now }: { background: Background; now: () => number },
): void {
  if (!provider.revokesAtLogout) return
  background.runUntilDone('revoking unused tokens', tokenRevocation(provider, tokens, 'token', now))
}

/**
 * Revokes tokens in whose place the same person's new ones are. OpenID providers have one grant for a person and client,
 * and may end all of it with any of its tokens (RFC 7009 section 2.1), so there they are left to expire.
 *
 * @param current What took their place; a refresh token that goes on with it stays as it is.
 */
export function giveBackSuperseded(
  provider: Provider,
  superseded: TokenSet,
  current: Pick<TokenSet, 'refreshToken'>,
  deps: { background: Background; now: () => number },
): void {
  if (provider.issuesIdToken) return
  const { refreshToken, ...withoutIt } = superseded
  giveBack(provider, refreshToken === current.refreshToken ? withoutIt : superseded, deps)
}
