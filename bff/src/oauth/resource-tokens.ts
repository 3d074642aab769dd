import type { TokenSet } from './token-set.ts'

/** What of a token set one upstream's calls go out with. */
export type UsableTokens = Pick<TokenSet, 'accessToken' | 'scope' | 'expiresAt' | 'dpopKey'>

/**
 * Finds the token for a resource, which is of no use to any other.
 *
 * @param resource Absent: the token that came with the login, which is for none in particular.
 * @returns undefined when it has to be fetched first.
 * @see RFC 8707 section 2.2
 */
export function tokensFor(tokens: TokenSet, resource: string | undefined): UsableTokens | undefined {
  if (resource === undefined) return tokens
  const found = tokens.forResources?.[resource]
  return found && { ...found, ...(tokens.dpopKey ? { dpopKey: tokens.dpopKey } : {}) }
}

/**
 * Puts the token for a resource, as it came with a refresh, beside the others. The refresh token is for all of them,
 * and the one that came last is the one that counts.
 */
export function withResource(former: TokenSet, resource: string, refreshed: TokenSet): TokenSet {
  const { accessToken, scope, expiresAt, ...rest } = refreshed
  const found = { accessToken, scope, ...(expiresAt === undefined ? {} : { expiresAt }) }
  return { ...former, ...rest, forResources: { ...former.forResources, [resource]: found } }
}
