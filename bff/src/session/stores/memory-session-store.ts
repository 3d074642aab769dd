import type { SessionData } from 'express-session'
import { storageKey } from '../storage-key.ts'
import { MemoryRecords } from './memory-records.ts'
import { previousVersion, SessionConflict, SessionStore, type StoreCallback } from './session-store.ts'

/** {@link SessionStore} in this process. */
export class MemorySessionStore extends SessionStore {
  readonly #records: MemoryRecords
  readonly #ttlMs: number

  /** @param ttlMs Life of a new record; the idle timeout. */
  constructor(now: () => number, ttlMs: number) {
    super()
    this.#records = new MemoryRecords(now)
    this.#ttlMs = ttlMs
  }

  /** Sessions alive now; for tests and diagnostics. */
  get size(): number {
    return this.#records.size
  }

  override get(sessionId: string, done: StoreCallback<SessionData | null>): void {
    this.read(sessionId).then((record) => done(null, record ?? null), done)
  }

  override set(sessionId: string, record: SessionData, done?: StoreCallback): void {
    this.#write(sessionId, record).then(() => done?.(null), done)
  }

  override destroy(sessionId: string, done?: StoreCallback): void {
    this.remove(sessionId).then(() => done?.(null), done)
  }

  read(sessionId: string): Promise<SessionData | undefined> {
    return this.readByKey(storageKey(sessionId))
  }

  async readByKey(sessionKey: string): Promise<SessionData | undefined> {
    const value = await this.#records.read(sessionKey)
    return value === undefined ? undefined : (JSON.parse(value) as SessionData)
  }

  remove(sessionId: string): Promise<void> {
    return this.removeByKey(storageKey(sessionId))
  }

  async removeByKey(sessionKey: string): Promise<void> {
    await this.#records.remove([sessionKey])
  }

  async slide(sessionId: string, ttlMs: number): Promise<void> {
    await this.#records.slide([storageKey(sessionId)], ttlMs)
  }

  remainingMs(sessionId: string): Promise<number | undefined> {
    return this.remainingMsByKey(storageKey(sessionId))
  }

  async remainingMsByKey(sessionKey: string): Promise<number | undefined> {
    return this.#records.remainingMs(sessionKey)
  }

  async #write(sessionId: string, record: SessionData): Promise<void> {
    const key = storageKey(sessionId)
    const value = JSON.stringify(record)
    const expected = previousVersion(record)
    if (expected === 0) {
      if (!(await this.#records.create(key, value, this.#ttlMs))) throw new SessionConflict('the id is taken')
      return
    }
    const previous = await this.#records.read(key)
    const stored =
      previous === undefined ? undefined : (JSON.parse(previous) as SessionData).signedIn?.version
    if (
      previous === undefined ||
      stored !== expected ||
      !(await this.#records.replace(key, previous, value))
    ) {
      throw new SessionConflict('the session has changed or ended since it was read')
    }
  }
}
