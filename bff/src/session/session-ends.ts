import type { SessionAccess } from './access.ts'
import type { SessionWatch } from './session-watch.ts'
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
  readonly onEnd: Set<() => void>
  /** Epoch milliseconds; over then, whatever the store says or does not say. */
  readonly expiresAt: number
  /** Epoch milliseconds; not over before, unless somebody ends it. */
  standsUntil: number
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

  watch({ sessionKey, expiresAt }: SessionAccess, onEnd: () => void): () => void {
    const watched = this.#watched.get(sessionKey) ?? { onEnd: new Set(), expiresAt, standsUntil: 0 }
    this.#watched.set(sessionKey, watched)
    watched.onEnd.add(onEnd)
    this.#timer ??= this.#lookRegularly()
    // It may have ended since it was read.
    void this.#look(sessionKey)
    return () => {
      watched.onEnd.delete(onEnd)
      if (watched.onEnd.size === 0) this.#forget(sessionKey, watched)
    }
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
    const standsUntil =
      watched.expiresAt <= this.#deps.now() ? undefined : await this.#standsUntil(sessionKey)
    if (standsUntil === undefined) this.#end(sessionKey, watched)
    else watched.standsUntil = standsUntil
  }

  /** @returns undefined when the session is over; now, while nobody can tell. */
  async #standsUntil(sessionKey: string): Promise<number | undefined> {
    const { sessions, now } = this.#deps
    try {
      const [record, leftMs] = await Promise.all([
        sessions.readByKey(sessionKey),
        sessions.remainingMsByKey(sessionKey),
      ])
      if (!record?.signedIn || leftMs === undefined) return undefined
      return now() + leftMs
    } catch {
      return now()
    }
  }

  #end(sessionKey: string, watched: Watched): void {
    this.#forget(sessionKey, watched)
    for (const onEnd of watched.onEnd) onEnd()
    watched.onEnd.clear()
  }
}
