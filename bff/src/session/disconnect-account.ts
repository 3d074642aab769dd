import type { Request } from 'express'
import type { Background } from '../background.ts'
import { tokenRevocation } from '../oauth/token-revocation.ts'
import type { TokenSet } from '../oauth/token-set.ts'
import type { Provider } from '../providers/provider.ts'
import { entriesOf } from './index-entries.ts'
import type { SignedIn } from './session-data.ts'
import type { SessionIndex } from './session-index.ts'
import { storageKey } from './storage-key.ts'
import type { SessionStore } from './stores/session-store.ts'
import type { TokenRemoval } from './token-removal.ts'
import { updateSession } from './update-session.ts'

/** What removing a connection needs. */
export interface DisconnectDeps {
  sessions: SessionStore
  removal: TokenRemoval
  index: SessionIndex
  background: Background
  now: () => number
}

/**
 * Removes an account from the session and takes the whole grant back at the provider. What is
 * held here goes first; nobody waits for the provider, and its failure changes nothing.
 */
export async function disconnectAccount(
  req: Request,
  provider: Provider,
  deps: DisconnectDeps,
): Promise<void> {
  const removed = await deps.removal.removeIdle({ sessionId: req.sessionID, provider })
  // Begun before the session is written: once the tokens are out of the store, nobody else can do it.
  if (removed && removed !== 'busy') revokeGrant(provider, removed, deps)
  const before = req.session.signedIn
  await updateSession(req, (signedIn) => ({
    ...signedIn,
    connections: signedIn.connections.filter((connection) => connection.provider !== provider.id),
  }))
  if (before) await deps.index.remove(entriesGone(before, provider.id), storageKey(req.sessionID))
  if (removed === 'busy') removeAfterRefresh(req.sessionID, provider, deps)
}

function revokeGrant(provider: Provider, tokens: TokenSet, { background, now }: DisconnectDeps): void {
  background.runUntilDone('revoking a grant', tokenRevocation(provider, tokens, 'grant', now))
}

/** Tokens that are about to be replaced cannot be revoked; those that replace them can. */
function removeAfterRefresh(sessionId: string, provider: Provider, deps: DisconnectDeps): void {
  deps.background.run('removing a connection being refreshed', async () => {
    const isStillGone = async () => {
      const connections = (await deps.sessions.read(sessionId))?.signedIn?.connections ?? []
      return !connections.some((connection) => connection.provider === provider.id)
    }
    const tokens = await deps.removal.removeLast({ sessionId, provider }, isStillGone)
    if (tokens) revokeGrant(provider, tokens, deps)
  })
}

/** The account that signed in goes on naming the session's user, and the session is still theirs to find. */
function entriesGone({ user, connections }: SignedIn, provider: string) {
  const gone = connections.filter((connection) => connection.provider === provider)
  return gone.filter(({ accountId }) => user.id !== `${provider}:${accountId}`).flatMap(entriesOf)
}
