import type { SessionData } from 'express-session'
import session from 'express-session'
import { storageKey } from '../storage-key.ts'
import type { SessionChanges } from './session-changes.ts'

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
  /** Looks at a session from outside, by the key it is stored under; its id is known to its browser alone. */
  abstract readByKey(sessionKey: string): Promise<SessionData | undefined>
  /** Versions of many records at once, in the order of the keys; undefined where there is no record. */
  abstract versionsByKey(sessionKeys: readonly string[]): Promise<(number | undefined)[]>
  /** Remaining life in milliseconds; undefined when there is no such record. */
  abstract remainingMsByKey(sessionKey: string): Promise<number | undefined>
  /** Sets the remaining life of a record that exists; never recreates one. */
  protected abstract slideByKey(sessionKey: string, ttlMs: number): Promise<void>
  /** @throws {SessionConflict} the record is not of the version before. */
  protected abstract write(sessionKey: string, record: SessionData): Promise<void>
  protected abstract delete(sessionKey: string): Promise<void>

  readonly #changes: SessionChanges

  /** @param changes Told of every write and removal. */
  constructor(changes: SessionChanges) {
    super()
    this.#changes = changes
  }

  override get(sessionId: string, done: StoreCallback<SessionData | null>): void {
    this.read(sessionId).then((record) => done(null, record ?? null), done)
  }

  override set(sessionId: string, record: SessionData, done?: StoreCallback): void {
    this.#writeAndTell(storageKey(sessionId), record).then(() => done?.(null), done)
  }

  override destroy(sessionId: string, done?: StoreCallback): void {
    this.remove(sessionId).then(() => done?.(null), done)
  }

  /** Promise form of `get`, for readers outside express-session. */
  read(sessionId: string): Promise<SessionData | undefined> {
    return this.readByKey(storageKey(sessionId))
  }

  /** Promise form of `destroy`. */
  remove(sessionId: string): Promise<void> {
    return this.removeByKey(storageKey(sessionId))
  }

  /** Resolves also when there was nothing to remove. */
  async removeByKey(sessionKey: string): Promise<void> {
    await this.delete(sessionKey)
    await this.#changes.announce(sessionKey)
  }

  /** Remaining life in milliseconds; undefined when there is no such record. */
  remainingMs(sessionId: string): Promise<number | undefined> {
    return this.remainingMsByKey(storageKey(sessionId))
  }

  /** Sets the remaining life of a session that exists. */
  slide(sessionId: string, ttlMs: number): Promise<void> {
    return this.slideByKey(storageKey(sessionId), ttlMs)
  }

  async #writeAndTell(sessionKey: string, record: SessionData): Promise<void> {
    await this.write(sessionKey, record)
    // Of a session that has only begun nobody can know anything outdated.
    if (previousVersion(record) > 0) await this.#changes.announce(sessionKey)
  }
}

/** A write met a record that somebody else has changed or removed since it was read. */
export class SessionConflict extends Error {
  override readonly name = 'SessionConflict'
}

/** Version of a record as it lies in the store. */
export function storedVersion(json: string | null | undefined): number | undefined {
  return json ? (JSON.parse(json) as SessionData).signedIn?.version : undefined
}

/** Version a write of this record expects to find in the store; 0 means none. */
export function previousVersion(record: SessionData): number {
  return (record.signedIn?.version ?? 1) - 1
}
