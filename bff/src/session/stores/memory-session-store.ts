import type { SessionData } from 'express-session'
import { MemoryRecords } from './memory-records.ts'
import type { SessionChanges } from './session-changes.ts'
import { previousVersion, SessionConflict, SessionStore, storedVersion } from './session-store.ts'

/** {@link SessionStore} in this process. */
export class MemorySessionStore extends SessionStore {
  readonly #records: MemoryRecords
  readonly #ttlMs: number

  /** @param ttlMs Life of a new record; the idle timeout. */
  constructor(changes: SessionChanges, now: () => number, ttlMs: number) {
    super(changes)
    this.#records = new MemoryRecords(now)
    this.#ttlMs = ttlMs
  }

  async readByKey(sessionKey: string): Promise<SessionData | undefined> {
    const value = await this.#records.read(sessionKey)
    return value === undefined ? undefined : (JSON.parse(value) as SessionData)
  }

  async versionsByKey(sessionKeys: readonly string[]): Promise<(number | undefined)[]> {
    return (await this.#records.readMany(sessionKeys)).map(storedVersion)
  }

  protected async delete(sessionKey: string): Promise<void> {
    await this.#records.remove([sessionKey])
  }

  protected async slideByKey(sessionKey: string, ttlMs: number): Promise<void> {
    await this.#records.slide([sessionKey], ttlMs)
  }

  async remainingMsByKey(sessionKey: string): Promise<number | undefined> {
    return this.#records.remainingMs(sessionKey)
  }

  protected async write(key: string, record: SessionData): Promise<void> {
    const value = JSON.stringify(record)
    const expected = previousVersion(record)
    if (expected === 0) {
      if (!(await this.#records.create(key, value, this.#ttlMs))) throw new SessionConflict('the id is taken')
      return
    }
    const previous = await this.#records.read(key)
    const stored = storedVersion(previous)
    if (
      previous === undefined ||
      stored !== expected ||
      !(await this.#records.replace(key, previous, value))
    ) {
      throw new SessionConflict('the session has changed or ended since it was read')
    }
  }
}
