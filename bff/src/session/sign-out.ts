import type { Background } from '../background.ts'
import type { ProviderRegistry } from '../providers/registry.ts'
import type { SessionStore } from './stores/session-store.ts'
import type { TokenStore } from './token-store.ts'

/** What ending a session needs. */
export interface SignOutDeps {
  sessions: SessionStore
  tokens: TokenStore
  providers: ProviderRegistry
  background: Background
}

/**
 * Ends a session: the record first, so that nothing can use it any more, then its tokens.
 * Where it is right to, they are revoked at the provider; no answer waits for that, and its failure
 * changes nothing.
 *
 * @see RFC 7009 section 2
 */
export async function endSession(sessionId: string, deps: SignOutDeps): Promise<void> {
  await deps.sessions.remove(sessionId)
  await Promise.all(deps.providers.ids.map((id) => dropTokens(sessionId, id, deps)))
}

async function dropTokens(sessionId: string, providerId: string, deps: SignOutDeps): Promise<void> {
  const provider = deps.providers.get(providerId)
  const tokens = await deps.tokens.take(sessionId, providerId)
  if (!tokens || !provider.revokesAtLogout) return

  deps.background.run('revoking tokens at logout', () => provider.revoke(tokens, 'token'))
}
