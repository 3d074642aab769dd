import type { Background } from '../background.ts'
import { tokenRevocation } from '../oauth/token-revocation.ts'
import type { ProviderRegistry } from '../providers/registry.ts'
import { allEntriesOf } from './index-entries.ts'
import type { RefreshFailures } from './refresh-failures.ts'
import type { SessionIndex } from './session-index.ts'
import type { ActiveSession } from './session-reader.ts'
import { storageKey } from './storage-key.ts'
import type { SessionStore } from './stores/session-store.ts'
import type { TokenRemoval } from './token-removal.ts'
import type { TokenStore } from './token-store.ts'

/** What ending a session needs. */
export interface SignOutDeps {
  sessions: SessionStore
  tokens: TokenStore
  failures: RefreshFailures
  index: SessionIndex
  providers: ProviderRegistry
  removal: TokenRemoval
  background: Background
  now: () => number
}

/** What ending a session from outside needs. */
export type EndByKeyDeps = Omit<SignOutDeps, 'removal' | 'background' | 'now'>

/**
 * Ends the session of the browser that asks: the record first, so that nothing can use it any
 * more, then its tokens. Where it is right to, they are revoked at the provider; no answer waits for
 * that, and its failure changes nothing.
 *
 * @see RFC 7009 section 2
 */
export async function endSession({ sessionId, signedIn }: ActiveSession, deps: SignOutDeps): Promise<void> {
  await dropLeftovers(sessionId, deps)
  await deps.index.remove(allEntriesOf(signedIn), storageKey(sessionId))
}

/**
 * Drops what there is of a session. Its record may be gone already, because an earlier logout was cut
 * off by the store or the session was ended from outside; other processes are told all the same, who
 * may not have heard of that.
 */
export async function dropLeftovers(sessionId: string, deps: SignOutDeps): Promise<void> {
  await deps.sessions.remove(sessionId)
  await Promise.all(deps.providers.ids.map((id) => dropTokens(sessionId, id, deps)))
  await deps.failures.clearSession(storageKey(sessionId), deps.providers.ids)
}

/**
 * Ends a session from outside: by its user elsewhere, an administrator or a provider. Its tokens are
 * removed and not revoked, because only its own browser's cookie can open them.
 *
 * @returns false when there was no such session.
 */
export async function endSessionByKey(sessionKey: string, deps: EndByKeyDeps): Promise<boolean> {
  const signedIn = (await deps.sessions.readByKey(sessionKey))?.signedIn
  await deps.sessions.removeByKey(sessionKey)
  await deps.tokens.removeAll(sessionKey, deps.providers.ids)
  await deps.failures.clearSession(sessionKey, deps.providers.ids)
  if (signedIn) await deps.index.remove(allEntriesOf(signedIn), sessionKey)
  return signedIn !== undefined
}

async function dropTokens(sessionId: string, providerId: string, deps: SignOutDeps): Promise<void> {
  const provider = deps.providers.get(providerId)
  const removed = await deps.removal.removeNow({ sessionId, provider })
  if (!removed || !provider.revokesAtLogout) return

  const { tokens, isBeingRefreshed } = removed
  const revoke = isBeingRefreshed
    ? () => provider.revoke(tokens, 'token')
    : tokenRevocation(provider, tokens, 'token', deps.now)
  deps.background.runUntilDone('revoking tokens at logout', revoke)
}
