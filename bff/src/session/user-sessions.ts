import { signInEntry } from './index-entries.ts'
import type { SignedIn } from './session-data.ts'
import type { IndexEntry } from './session-index.ts'
import { type EndByKeyDeps, endSessionByKey } from './sign-out.ts'
import { storageKey } from './storage-key.ts'

/** One of a person's sessions, as they may see it. */
export interface ListedSession {
  /** Names the session to its user and to nobody else; made from its storage key, not from its id. */
  id: string
  /** The browser and system that signed in; absent when they did not say. */
  device?: string
  createdAt: number
  /** To within a minute or a tenth of the idle timeout, whichever is less. */
  lastSeenAt: number
  /** The session that asks. */
  current: boolean
}

interface Deps extends EndByKeyDeps {
  now: () => number
  idleTimeoutMs: number
}

/** A person's own sessions, on all of their devices. */
export class UserSessions {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** @returns the newest first. */
  async list(userId: string, currentKey: string): Promise<ListedSession[]> {
    const keys = await this.#deps.index.sessionKeys(signInEntry(userId))
    const listed = await Promise.all(keys.map((key) => this.#describe(key, userId, currentKey)))
    return listed.filter((session) => session !== undefined).sort((a, b) => b.createdAt - a.createdAt)
  }

  /**
   * Ends one of the person's sessions.
   *
   * @param id As listed; another person's never matches.
   * @returns false when there is no such session of theirs.
   */
  async end(userId: string, id: string): Promise<boolean> {
    const keys = await this.#deps.index.sessionKeys(signInEntry(userId))
    const key = keys.find((candidate) => publicId(candidate) === id)
    if (key === undefined) return false
    // The index also leads to sessions that others signed in to and that have this account connected.
    const signedIn = (await this.#deps.sessions.readByKey(key))?.signedIn
    return signedIn?.user.id === userId && endSessionByKey(key, this.#deps)
  }

  /**
   * Ends all sessions found by an entry.
   *
   * @param exceptKey Key of a session that is left alone.
   * @returns how many there were.
   */
  async endAll(entry: IndexEntry, exceptKey?: string): Promise<number> {
    const keys = (await this.#deps.index.sessionKeys(entry)).filter((key) => key !== exceptKey)
    const ended = await Promise.all(keys.map((key) => endSessionByKey(key, this.#deps)))
    return ended.filter(Boolean).length
  }

  /** Ends the oldest sessions of a person until no more than `limit` are left. @returns how many had to go. */
  async endOldest(userId: string, limit: number): Promise<number> {
    const superfluous = (await this.list(userId, '')).slice(limit)
    for (const { id } of superfluous) await this.end(userId, id)
    return superfluous.length
  }

  async #describe(key: string, userId: string, currentKey: string): Promise<ListedSession | undefined> {
    const { sessions, now, idleTimeoutMs } = this.#deps
    const [record, remainingMs] = await Promise.all([sessions.readByKey(key), sessions.remainingMsByKey(key)])
    const signedIn = record?.signedIn
    if (!signedIn || remainingMs === undefined || signedIn.user.id !== userId || signedIn.expiresAt <= now())
      return undefined
    return {
      id: publicId(key),
      ...(signedIn.device === undefined ? {} : { device: signedIn.device }),
      createdAt: signedIn.authenticatedAt,
      lastSeenAt: lastSeenAt(signedIn, remainingMs, now(), idleTimeoutMs),
      current: key === currentKey,
    }
  }
}

/**
 * Use sets a session's remaining life to the idle timeout, so what is left of that tells when it was.
 * Near the latest end the remaining life is shorter, and the answer earlier than the truth by as much.
 */
function lastSeenAt({ authenticatedAt }: SignedIn, remainingMs: number, now: number, idleMs: number): number {
  return Math.max(authenticatedAt, Math.min(now, now + remainingMs - idleMs))
}

/** Who learns it from a log or a screenshot cannot find the record with it. */
function publicId(sessionKey: string): string {
  return storageKey(sessionKey).slice(0, 22)
}
