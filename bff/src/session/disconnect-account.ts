import type { Request } from 'express'
import type { Logger } from '../logger.ts'
import type { TokenSet } from '../oauth/token-set.ts'
import type { Provider } from '../providers/provider.ts'
import type { FreshTokenSets } from './fresh-token-set.ts'
import type { TokenStore } from './token-store.ts'
import { updateSession } from './update-session.ts'

/** What removing a connection needs. */
export interface DisconnectDeps {
  tokens: TokenStore
  fresh: FreshTokenSets
}

/**
 * Removes an account from the session and takes the whole grant back at the provider. What is
 * held here goes in any case; a provider that does not answer is logged.
 */
export async function disconnectAccount(
  req: Request,
  provider: Provider,
  deps: DisconnectDeps,
  log: Logger,
): Promise<void> {
  const tokens = await usableTokens(req.sessionID, provider, deps)
  await deps.tokens.take(req.sessionID, provider.id)
  await updateSession(req, (signedIn) => ({
    ...signedIn,
    connections: signedIn.connections.filter((connection) => connection.provider !== provider.id),
  }))
  if (!tokens) return

  await provider.revoke(tokens, 'grant').catch((error: unknown) => {
    log.warn({ error, provider: provider.id }, 'the grant could not be revoked at the provider')
  })
}

/** Some providers take a grant back only for a token that is still valid, so an expired one is refreshed first. */
async function usableTokens(
  sessionId: string,
  provider: Provider,
  { fresh, tokens }: DisconnectDeps,
): Promise<TokenSet | undefined> {
  try {
    return await fresh.read({ sessionId, provider })
  } catch {
    const stored = await tokens.read(sessionId, provider.id)
    return stored?.status === 'active' ? stored.tokens : undefined
  }
}
