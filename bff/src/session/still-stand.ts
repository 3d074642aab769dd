import type { SessionAccess } from './access.ts'
import type { SessionStore } from './stores/session-store.ts'
import type { TokenStore } from './token-store.ts'

/** A session as it was read. */
export interface SeenSession {
  readonly session: SessionAccess
  /** Of the session's record. */
  readonly version: number
}

/**
 * Looks which sessions the store still has as they were read, with the tokens remembered for them; answers
 * in their order. Nothing is opened for it, which would be most of the work of reading them anew.
 *
 * @throws {BffError} `session_store_unavailable` (503).
 */
export type StillStand = (seen: readonly SeenSession[]) => Promise<boolean[]>

interface Deps {
  sessions: SessionStore
  tokens: TokenStore
}

/** Creates {@link StillStand} over the store that all processes share. */
export function createStillStand({ sessions, tokens }: Deps): StillStand {
  return async function stillStand(seen) {
    const records = seen.flatMap(({ session: { sessionKey, grants } }) =>
      grants.records().map(({ providerId: provider, sealed }) => ({ sessionKey, provider, sealed })),
    )
    const [versions, unchanged] = await Promise.all([
      sessions.versionsByKey(seen.map(({ session }) => session.sessionKey)),
      tokens.areUnchanged(records),
    ])
    const changed = new Set(records.filter((_, at) => !unchanged[at]).map(({ sessionKey }) => sessionKey))
    return seen.map(
      ({ session, version }, at) => versions[at] === version && !changed.has(session.sessionKey),
    )
  }
}
