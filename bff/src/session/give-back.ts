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
 * Revokes the access token alone, where the person's other tokens stay in use: at many providers a refresh token takes
 * with it all that the same person granted this client.
 */
export function giveBackAccessToken(
  provider: Provider,
  { refreshToken: _inUse, ...accessToken }: TokenSet,
  deps: { background: Background; now: () => number },
): void {
  giveBack(provider, accessToken, deps)
}
