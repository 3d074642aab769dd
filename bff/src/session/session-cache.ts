import type { SessionAccess } from './access.ts'
import { GrantMemory } from './grant-memory.ts'
import { signInEntry } from './index-entries.ts'
import type { SignedIn } from './session-data.ts'
import type { SeenSession, StillStand } from './still-stand.ts'
import { shortHash, storageKey } from './storage-key.ts'
import type { SessionChanges } from './stores/session-changes.ts'

const MAX_SESSIONS = 50_000
/** Of cookies, access tokens and their records together. */
const MAX_CHARACTERS = 32 * 1024 * 1024

/** How long what was read may be used although nobody said that it changed, in milliseconds. */
const LONGEST_LIFE_MS = 10_000

/** In the last part of its life, this share of it, an entry is looked after, so that it may live on. */
const LAST_PART = 1 / 4

/** For how many lives on end an entry is looked after that no call has asked for: people pause between clicks. */
const IDLE_LIVES = 6

/** So often in a life it is looked around for such entries; many at once cost much less than each by itself. */
const LOOKS_IN_A_LIFE = 500

/** How many are looked after at once, so that no call waits for it. All there may be fit into their last part. */
const MOST_AT_ONCE = 400

interface Entry extends SeenSession {
  readonly cookie: string
  /** Epoch milliseconds. */
  usableUntil: number
  /** Epoch milliseconds. */
  usedAt: number
  /** Once in each of its lives. */
  isLookedAfter: boolean
}

interface SessionCacheDeps {
  changes: SessionChanges
  stillStand: StillStand
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
  #looking: NodeJS.Timeout | undefined

  constructor(deps: SessionCacheDeps) {
    this.#deps = deps
    // Use is written down every tenth of the idle timeout: within that, no entry outlives its session.
    this.#lifeMs = Math.min(LONGEST_LIFE_MS, deps.idleTimeoutMs / 10)
    deps.changes.listen({ changed: (key) => this.#outdate(key), missed: () => this.#outdateAll() })
  }

  /** @returns undefined when the session has to be read. */
  recall(cookie: string): SessionAccess | undefined {
    const now = this.#deps.now()
    const entry = this.#entries.get(cookie)
    if (!entry) return undefined
    if (entry.usableUntil <= now || entry.session.grants.isOutdated) {
      this.#drop(entry)
      return undefined
    }
    entry.usedAt = now
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
      user: signedIn.user.id,
      connectedProviders: signedIn.connections.map(({ provider }) => provider),
      signInProvider: signInEntry(signedIn.user.id).provider,
      authentications: authenticationsOf(signedIn),
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
    const usedAt = this.#deps.now()
    const usableUntil = this.#endOfLife(session, usedAt)
    this.#entries.set(cookie, {
      ...read,
      usableUntil,
      usedAt,
      isLookedAfter: usableUntil === session.expiresAt,
    })
    this.#characters += cookie.length
    this.#looking ??= setInterval(() => this.#lookAround(), this.#lifeMs / LOOKS_IN_A_LIFE).unref()
  }

  /** Looks after those that would die soon, and lets go of the dead and the idle; nobody waits for it. */
  #lookAround(): void {
    const now = this.#deps.now()
    const due: Entry[] = []
    for (const entry of this.#entries.values()) {
      if (entry.usableUntil - now > this.#lifeMs * LAST_PART || due.length === MOST_AT_ONCE) break
      const isIdle = now - entry.usedAt > this.#lifeMs * IDLE_LIVES
      if (entry.usableUntil <= now || isIdle) this.#drop(entry)
      else if (!entry.isLookedAfter) due.push(entry)
    }
    if (due.length > 0) void this.#lookAfter(due)
    if (this.#entries.size > 0) return
    // A server that nobody calls comes to rest.
    clearInterval(this.#looking)
    this.#looking = undefined
  }

  async #lookAfter(entries: readonly Entry[]): Promise<void> {
    for (const entry of entries) entry.isLookedAfter = true
    const seenAt = this.#deps.now()
    // Where nobody can tell, an entry has the rest of its life.
    const stand = await this.#deps.stillStand(entries).catch(() => undefined)
    if (!stand) return
    for (const [at, entry] of entries.entries()) {
      const { session } = entry
      if (session.grants.isOutdated) continue
      if (stand[at]) this.#prolong(entry, seenAt)
      else session.grants.outdate()
    }
  }

  #prolong(entry: Entry, seenAt: number): void {
    const { cookie, session } = entry
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

/** Most sessions have none, and share that. */
const NO_AUTHENTICATIONS: SessionAccess['authentications'] = new Map()

function authenticationsOf({ connections }: SignedIn): SessionAccess['authentications'] {
  const told = connections.flatMap(({ provider, authentication }) =>
    authentication ? [[provider, authentication] as const] : [],
  )
  return told.length === 0 ? NO_AUTHENTICATIONS : new Map(told)
}
