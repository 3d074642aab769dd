import type { Provider, RevocationReach } from '../providers/provider.ts'
import { refreshTokenSet } from './token-refresh.ts'
import type { TokenSet } from './token-set.ts'

/**
 * Prepares taking tokens back at their provider. What it yields may be called again after a failure.
 *
 * Some providers find a grant only by a token that is still valid, so an expired set is refreshed first;
 * once, because a rotated refresh token must not be shown again. Whoever calls this must be the last to hold it.
 *
 * @param now Epoch milliseconds.
 * @returns throws {@link BffError} `provider_unavailable` (503) where it is worth trying again later.
 * @see RFC 7009 section 2
 */
export function tokenRevocation(
  provider: Provider,
  tokens: TokenSet,
  reach: RevocationReach,
  now: () => number,
): () => Promise<void> {
  let shown: Promise<TokenSet> | undefined
  return async function revoke() {
    shown ??= usable(provider, tokens, now())
    await provider.revoke(await shown, reach)
  }
}

async function usable(provider: Provider, tokens: TokenSet, now: number): Promise<TokenSet> {
  const { refreshToken, expiresAt } = tokens
  if (refreshToken === undefined || expiresAt === undefined || expiresAt > now) return tokens
  // Refused or out of reach: the old set is all there is to show.
  return refreshTokenSet(provider, { ...tokens, refreshToken }, now).catch(() => tokens)
}
