import type { Background } from '../background.ts'
import type { SessionAccess } from './access.ts'
import { Pauses } from './pauses.ts'
import type { SessionStore } from './stores/session-store.ts'
import type { TokenStore } from './token-store.ts'

const LONGEST_PAUSE_MS = 60_000
const MAX_SESSIONS = 100_000

interface IdleTouchDeps {
  sessions: SessionStore
  tokens: TokenStore
  background: Background
  now: () => number
  idleTimeoutMs: number
}

/**
 * Slides the idle timeout of sessions in use. Throttled to a tenth of that timeout, at most a
 * minute, and never awaited: no API call is slower for it.
 */
export class IdleTouch {
  readonly #deps: IdleTouchDeps
  readonly #pausedUntil = new Pauses(MAX_SESSIONS)

  constructor(deps: IdleTouchDeps) {
    this.#deps = deps
  }

  /** Counts a call, or a message, as use of the session. */
  touch({ sessionId, sessionKey, expiresAt, connectedProviders }: SessionAccess): void {
    const { sessions, tokens, background, now, idleTimeoutMs } = this.#deps
    if (this.#pausedUntil.holds(sessionKey, now())) return

    const pauseMs = Math.min(LONGEST_PAUSE_MS, idleTimeoutMs / 10)
    this.#pausedUntil.set(sessionKey, now() + pauseMs)
    const ttlMs = Math.min(idleTimeoutMs, expiresAt - now())
    background.run('sliding a session', async () => {
      await Promise.all([
        sessions.slide(sessionId, ttlMs),
        tokens.slide(sessionId, connectedProviders, ttlMs),
      ])
    })
  }
}
