import type { SessionAccess } from './access.ts'
import { GrantMemory } from './grant-memory.ts'
import type { SignedIn } from './session-data.ts'
import type { StillStands } from './still-stands.ts'
import { shortHash, storageKey } from './storage-key.ts'
import type { SessionChanges } from './stores/session-changes.ts'

const MAX_SESSIONS = 50_000
/** Of cookies, access tokens and their records together. */
const MAX_CHARACTERS = 32 * 1024 * 1024

/** How long what was read may be used although nobody said that it changed, in milliseconds. */
const LONGEST_LIFE_MS = 10_000

/** In the last part of its life, this share of it, an entry in use is looked after, so that it may live on. */
const LAST_PART = 1 / 4

interface Entry {
  readonly cookie: string
  readonly session: SessionAccess
  /** Of the session's record. */
  readonly version: number
  /** Epoch milliseconds. */
  usableUntil: number
  /** Once in each of its lives. */
  isLookedAfter: boolean
}

interface SessionCacheDeps {
  changes: SessionChanges
  stillStands: StillStands
  now: () => number
  idleTimeoutMs: number
}

/**
 * What this process knows of sessions in use, by the value of their cookie, so that a call on a known
 * session asks neither Redis nor a cipher. An entry is void when its session changes anywhere, when news of
 * changes are cut off, and after seconds in any case, unless the store was seen meanwhile to have nothing else.
 * The memory is bounded in number and size.
 */
export class SessionCache {
  readonly #deps: SessionCacheDeps
  readonly #lifeMs: number
  /** By cookie, the one longest not seen in the store first. */
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
    const leftMs = entry.usableUntil - this.#deps.now()
    if (leftMs <= 0 || entry.session.grants.isOutdated) {
      this.#drop(entry)
      return undefined
    }
    if (leftMs < this.#lifeMs * LAST_PART && !entry.isLookedAfter) void this.#lookAfter(entry)
    return entry.session
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
    if (!grants.isOutdated) this.#remember({ cookie, session, version: signedIn.version })
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

  #remember(read: Pick<Entry, 'cookie' | 'session' | 'version'>): void {
    const { cookie, session } = read
    const known = this.#entries.get(cookie)
    if (known) this.#drop(known)
    this.#makeRoom()
    const usableUntil = this.#endOfLife(session, this.#deps.now())
    this.#entries.set(cookie, { ...read, usableUntil, isLookedAfter: usableUntil === session.expiresAt })
    this.#characters += cookie.length
  }

  /** Nobody waits for it: a session in steady use is never read again by a call. */
  async #lookAfter(entry: Entry): Promise<void> {
    entry.isLookedAfter = true
    const { cookie, session, version } = entry
    const seenAt = this.#deps.now()
    // Where nobody can tell, the entry has the rest of its life.
    const stands = await this.#deps.stillStands(session, version).catch(() => undefined)
    if (stands === undefined || session.grants.isOutdated) return
    if (!stands) return session.grants.outdate()
    entry.usableUntil = this.#endOfLife(session, seenAt)
    entry.isLookedAfter = entry.usableUntil === session.expiresAt
    this.#entries.delete(cookie)
    this.#entries.set(cookie, entry)
  }

  #endOfLife({ expiresAt }: SessionAccess, seenAt: number): number {
    return Math.min(seenAt + this.#lifeMs, expiresAt)
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
