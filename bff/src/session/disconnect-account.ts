import type { Request } from 'express'
import type { Logger } from '../logger.ts'
import { revokeTokenSet } from '../oauth/token-revocation.ts'
import type { TokenSet } from '../oauth/token-set.ts'
import type { Provider } from '../providers/provider.ts'
import { entriesOf } from './index-entries.ts'
import type { SignedIn } from './session-data.ts'
import type { SessionIndex } from './session-index.ts'
import { storageKey } from './storage-key.ts'
import type { TokenRefresher } from './token-refresher.ts'
import { updateSession } from './update-session.ts'

/** What removing a connection needs. */
export interface DisconnectDeps {
  refresher: TokenRefresher
  index: SessionIndex
  now: () => number
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
  const tokens = await deps.refresher.takeLast({ sessionId: req.sessionID, provider })
  // Begun before the session is written: once the tokens are out of the store, nobody else can do it.
  const revoked = tokens && revokeGrant(provider, tokens, deps.now(), log)
  const before = req.session.signedIn
  await updateSession(req, (signedIn) => ({
    ...signedIn,
    connections: signedIn.connections.filter((connection) => connection.provider !== provider.id),
  }))
  if (before) await deps.index.remove(entriesGone(before, provider.id), storageKey(req.sessionID))
  await revoked
}

async function revokeGrant(provider: Provider, tokens: TokenSet, now: number, log: Logger): Promise<void> {
  try {
    await revokeTokenSet(provider, tokens, 'grant', now)
  } catch (error) {
    log.warn({ error, provider: provider.id }, 'the grant could not be revoked at the provider')
  }
}

/** The account that signed in goes on naming the session's user, and the session is still theirs to find. */
function entriesGone({ user, connections }: SignedIn, provider: string) {
  const gone = connections.filter((connection) => connection.provider === provider)
  return gone.filter(({ accountId }) => user.id !== `${provider}:${accountId}`).flatMap(entriesOf)
}
