import type { SessionAccess } from './access.ts'
import type { SessionUse, SessionWatch } from './session-watch.ts'
import type { SessionChanges } from './stores/session-changes.ts'
import type { SessionStore } from './stores/session-store.ts'

/** How often it is seen to whose time is over, in milliseconds; all else that ends a session is told. */
const LOOK_EVERY_MS = 500

interface Deps {
  sessions: SessionStore
  changes: SessionChanges
  now: () => number
}

/** A session that something is open for. */
interface Watched {
  readonly uses: Set<SessionUse>
  /** Epoch milliseconds; over then, whatever the store says or does not say. */
  readonly expiresAt: number
  /** Epoch milliseconds; not over before, unless somebody ends it. */
  standsUntil: number
}

/** How a session stands that has not ended. */
interface Standing {
  readonly until: number
  /** Undefined while nobody can tell. */
  readonly providers: readonly string[] | undefined
}

/**
 * {@link SessionWatch} over the store that all processes share. A session is looked at when it was
 * changed somewhere, when its time may be over, and all the time while news are cut off. A store that
 * does not answer ends nothing that the clock has not ended.
 */
export class SessionEnds implements SessionWatch {
  readonly #deps: Deps
  /** By session key. */
  readonly #watched = new Map<string, Watched>()
  #timer: NodeJS.Timeout | undefined

  constructor(deps: Deps) {
    this.#deps = deps
    deps.changes.listen({ changed: (key) => void this.#look(key), missed: () => void this.#lookAround() })
  }

  watch({ sessionKey, expiresAt }: SessionAccess, use: SessionUse): () => void {
    const watched = this.#watched.get(sessionKey) ?? { uses: new Set(), expiresAt, standsUntil: 0 }
    this.#watched.set(sessionKey, watched)
    watched.uses.add(use)
    this.#timer ??= this.#lookRegularly()
    // It may have ended since it was read.
    void this.#look(sessionKey)
    return () => this.#drop(use, sessionKey, watched)
  }

  #drop(use: SessionUse, sessionKey: string, watched: Watched): void {
    watched.uses.delete(use)
    if (watched.uses.size === 0) this.#forget(sessionKey, watched)
  }

  #forget(sessionKey: string, watched: Watched): void {
    if (this.#watched.get(sessionKey) === watched) this.#watched.delete(sessionKey)
    if (this.#watched.size > 0) return
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  #lookRegularly(): NodeJS.Timeout {
    let isLooking = false
    return setInterval(async () => {
      if (isLooking) return
      isLooking = true
      await this.#lookAround()
      isLooking = false
    }, LOOK_EVERY_MS).unref()
  }

  async #lookAround(): Promise<void> {
    const { changes, now } = this.#deps
    for (const [sessionKey, { standsUntil }] of this.#watched) {
      if (standsUntil <= now() || !changes.isLive()) await this.#look(sessionKey)
    }
  }

  async #look(sessionKey: string): Promise<void> {
    const watched = this.#watched.get(sessionKey)
    if (!watched) return
    const standing = watched.expiresAt <= this.#deps.now() ? undefined : await this.#standingOf(sessionKey)
    if (!standing) return this.#end(sessionKey, watched)
    watched.standsUntil = standing.until
    for (const use of watched.uses) {
      if (use.providerId === undefined || standing.providers?.includes(use.providerId) !== false) continue
      this.#drop(use, sessionKey, watched)
      use.onEnd('disconnected')
    }
  }

  /** @returns undefined when the session is over; until now, while nobody can tell. */
  async #standingOf(sessionKey: string): Promise<Standing | undefined> {
    const { sessions, now } = this.#deps
    try {
      const [record, leftMs] = await Promise.all([
        sessions.readByKey(sessionKey),
        sessions.remainingMsByKey(sessionKey),
      ])
      if (!record?.signedIn || leftMs === undefined) return undefined
      const providers = record.signedIn.connections.map(({ provider }) => provider)
      return { until: now() + leftMs, providers }
    } catch {
      return { until: now(), providers: undefined }
    }
  }

  #end(sessionKey: string, watched: Watched): void {
    this.#forget(sessionKey, watched)
    for (const use of watched.uses) use.onEnd('session_ended')
    watched.uses.clear()
  }
}
