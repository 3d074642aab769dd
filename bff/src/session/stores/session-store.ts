import type { SessionData } from 'express-session'
import session from 'express-session'

/** Callback form that express-session asks of its stores. */
export type StoreCallback<T = void> = (error: unknown, result?: T) => void

/**
 * express-session's store, and what Coatcheck asks besides. Ids are hashed before they become
 * keys. `set` compares versions: it creates only version 1, replaces only the version before,
 * and never recreates a record that is gone, so that a sign-out wins over every write in flight.
 *
 * There is no `touch`: reading a session does not extend it; {@link slide} does, and only
 * the proxy calls it.
 */
export abstract class SessionStore extends session.Store {
  /** Sets the remaining life of a record that exists; never recreates one. */
  abstract slide(sessionId: string, ttlMs: number): Promise<void>
  /** Remaining life in milliseconds; undefined when there is no such record. */
  abstract remainingMs(sessionId: string): Promise<number | undefined>
  /** Promise form of `get`, for readers outside express-session. */
  abstract read(sessionId: string): Promise<SessionData | undefined>
  /** Promise form of `destroy`; resolves also when there was nothing to remove. */
  abstract remove(sessionId: string): Promise<void>
  /** Looks at a session from outside, by the key it is stored under; its id is known to its browser alone. */
  abstract readByKey(sessionKey: string): Promise<SessionData | undefined>
  abstract removeByKey(sessionKey: string): Promise<void>
  abstract remainingMsByKey(sessionKey: string): Promise<number | undefined>
}

/** A write met a record that somebody else has changed or removed since it was read. */
export class SessionConflict extends Error {
  override readonly name = 'SessionConflict'
}

/** Version a write of this record expects to find in the store; 0 means none. */
export function previousVersion(record: SessionData): number {
  return (record.signedIn?.version ?? 1) - 1
}
