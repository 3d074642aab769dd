import type { SessionAccess } from './access.ts'
import { GrantMemory } from './grant-memory.ts'
import type { SignedIn } from './session-data.ts'
import { shortHash, storageKey } from './storage-key.ts'
import type { SessionChanges } from './stores/session-changes.ts'

const MAX_SESSIONS = 50_000
/** Of cookies and access tokens together. */
const MAX_CHARACTERS = 32 * 1024 * 1024

/** How long what was read may be used although nobody said that it changed, in milliseconds. */
const LONGEST_LIFE_MS = 10_000

interface Entry {
  readonly cookie: string
  readonly session: SessionAccess
  /** Epoch milliseconds. */
  readonly usableUntil: number
}

interface SessionCacheDeps {
  changes: SessionChanges
  now: () => number
  idleTimeoutMs: number
}

/**
 * What this process knows of sessions in use, by the value of their cookie, so that a call on a known
 * session asks neither Redis nor a cipher. An entry is void when its session changes anywhere, when news of
 * changes are cut off, and after seconds in any case. The memory is bounded in number and size.
 */
export class SessionCache {
  readonly #deps: SessionCacheDeps
  readonly #lifeMs: number
  /** By cookie, the oldest first. */
  readonly #entries = new Map<string, Entry>()
  /** By session key; of entries, and of sessions that are being read. */
  readonly #memories = new Map<string, Set<GrantMemory>>()
  #characters = 0

  constructor(deps: SessionCacheDeps) {
    this.#deps = deps
    // Use is written down every tenth of the idle timeout: within that, no entry outlives its session.
    this.#lifeMs = Math.min(LONGEST_LIFE_MS, deps.idleTimeoutMs / 10)
    deps.changes.listen({ changed: (key) => this.#outdate(key), missed: () => this.#outdateAll() })
  }

  /** @returns undefined when the session has to be read. */
  recall(cookie: string): SessionAccess | undefined {
    const entry = this.#entries.get(cookie)
    if (!entry) return undefined
    if (entry.usableUntil > this.#deps.now() && !entry.session.grants.isOutdated) return entry.session
    this.#drop(entry)
    return undefined
  }

  /**
   * Reads a session, and remembers it unless it has changed meanwhile.
   *
   * @param cookie Verified; its value names the session from now on.
   * @returns undefined when there is no such session.
   */
  async load(
    cookie: string,
    sessionId: string,
    read: () => Promise<SignedIn | undefined>,
  ): Promise<SessionAccess | undefined> {
    const sessionKey = storageKey(sessionId)
    const grants = this.#begin(sessionKey)
    const signedIn = await read().catch((error: unknown) => {
      this.#forget(sessionKey, grants)
      throw error
    })
    if (!signedIn) {
      this.#forget(sessionKey, grants)
      return undefined
    }
    const session: SessionAccess = {
      sessionId,
      sessionKey,
      connectedProviders: signedIn.connections.map(({ provider }) => provider),
      sessionHash: shortHash(sessionId),
      expiresAt: signedIn.expiresAt,
      grants,
    }
    if (!grants.isOutdated) this.#remember(cookie, session)
    return session
  }

  #begin(sessionKey: string): GrantMemory {
    const grants = new GrantMemory((characters) => {
      this.#characters += characters
    })
    // What changes now may never be told.
    if (!this.#deps.changes.isLive()) grants.outdate()
    else this.#memories.set(sessionKey, (this.#memories.get(sessionKey) ?? new Set()).add(grants))
    return grants
  }

  #remember(cookie: string, session: SessionAccess): void {
    const known = this.#entries.get(cookie)
    if (known) this.#drop(known)
    this.#makeRoom()
    const usableUntil = Math.min(this.#deps.now() + this.#lifeMs, session.expiresAt)
    this.#entries.set(cookie, { cookie, session, usableUntil })
    this.#characters += cookie.length
  }

  /** Also lets go of what is void by its age, so that no token lies here for longer than it is of use. */
  #makeRoom(): void {
    const now = this.#deps.now()
    for (const entry of this.#entries.values()) {
      const isFull = this.#entries.size >= MAX_SESSIONS || this.#characters > MAX_CHARACTERS
      if (!isFull && entry.usableUntil > now) return
      this.#drop(entry)
    }
  }

  #drop({ cookie, session }: Entry): void {
    this.#entries.delete(cookie)
    this.#characters -= cookie.length + session.grants.characters
    this.#forget(session.sessionKey, session.grants)
  }

  /** A call under way may still hold it: it reads anew. */
  #forget(sessionKey: string, grants: GrantMemory): void {
    grants.outdate()
    const memories = this.#memories.get(sessionKey)
    memories?.delete(grants)
    if (memories?.size === 0) this.#memories.delete(sessionKey)
  }

  #outdate(sessionKey: string): void {
    for (const grants of this.#memories.get(sessionKey) ?? []) grants.outdate()
  }

  #outdateAll(): void {
    for (const sessionKey of this.#memories.keys()) this.#outdate(sessionKey)
  }
}
