import type { Provider, RevocationReach } from '../providers/provider.ts'
import { refreshTokenSet } from './token-refresh.ts'
import type { TokenSet } from './token-set.ts'

/**
 * Takes tokens back at their provider. Some providers find a grant only by a token that is still
 * valid, so an expired set is refreshed first; whoever calls this must be the last to hold it.
 *
 * @param now Epoch milliseconds.
 * @throws {BffError} `provider_unavailable` (503): worth trying again later.
 * @see RFC 7009 section 2
 */
export async function revokeTokenSet(
  provider: Provider,
  tokens: TokenSet,
  reach: RevocationReach,
  now: number,
): Promise<void> {
  await provider.revoke(await usable(provider, tokens, now), reach)
}

async function usable(provider: Provider, tokens: TokenSet, now: number): Promise<TokenSet> {
  const { refreshToken, expiresAt } = tokens
  if (refreshToken === undefined || expiresAt === undefined || expiresAt > now) return tokens
  // Refused or out of reach: the old set is all there is to show.
  return refreshTokenSet(provider, { ...tokens, refreshToken }, now).catch(() => tokens)
}
