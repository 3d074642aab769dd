import type { SessionAccess } from './access.ts'
import type { SessionStore } from './stores/session-store.ts'
import type { TokenStore } from './token-store.ts'

/**
 * Looks whether the store still has of a session, and of the tokens remembered for it, what was read.
 * Nothing is opened for it, which would be most of the work of reading them anew.
 *
 * @param version Of the session's record, when it was read.
 * @throws {BffError} `session_store_unavailable` (503).
 */
export type StillStands = (session: SessionAccess, version: number) => Promise<boolean>

interface Deps {
  sessions: SessionStore
  tokens: TokenStore
}

/** Creates {@link StillStands} over the store that all processes share. */
export function createStillStands({ sessions, tokens }: Deps): StillStands {
  return async function stillStands({ sessionKey, grants }, version) {
    const records = grants.records()
    const [session, ...unchanged] = await Promise.all([
      sessions.readByKey(sessionKey),
      ...records.map(({ providerId, sealed }) => tokens.isUnchanged(sessionKey, providerId, sealed)),
    ])
    return session?.signedIn?.version === version && unchanged.every(Boolean)
  }
}
