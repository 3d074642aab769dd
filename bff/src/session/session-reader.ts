import type { IncomingMessage } from 'node:http'
import type { SessionAccess } from './access.ts'
import type { SessionCache } from './session-cache.ts'
import { type CookieProfile, sessionCookie, sessionIdIn } from './session-cookie.ts'
import type { SignedIn } from './session-data.ts'
import type { SessionStore } from './stores/session-store.ts'

/** A session that stands, as read from the cookie and the store. */
export interface ActiveSession {
  sessionId: string
  signedIn: SignedIn
}

interface SessionReaderDeps {
  sessions: SessionStore
  cache: SessionCache
  profile: CookieProfile
  secrets: readonly string[]
  now: () => number
}

/**
 * Reads sessions for proxied calls: the same cookie, signature and record as express-session,
 * without its middleware, which hashes and writes on every call.
 */
export class SessionReader {
  readonly #deps: SessionReaderDeps

  constructor(deps: SessionReaderDeps) {
    this.#deps = deps
  }

  /**
   * @returns at once when the session is remembered. Undefined when nobody is signed in: no cookie, not
   *   ours, or ended.
   * @throws {BffError} `invalid_request` (400): the cookie came twice.
   * @throws {BffError} `session_store_unavailable` (503).
   */
  read(req: IncomingMessage): SessionAccess | undefined | Promise<SessionAccess | undefined> {
    const cookie = sessionCookie(req, this.#deps.profile)
    if (cookie === undefined) return undefined
    return this.#deps.cache.recall(cookie) ?? this.#load(cookie)
  }

  async #load(cookie: string): Promise<SessionAccess | undefined> {
    const { sessions, cache, secrets, now } = this.#deps
    const sessionId = sessionIdIn(cookie, secrets)
    if (sessionId === undefined) return undefined
    return cache.load(cookie, sessionId, async () => {
      const signedIn = (await sessions.read(sessionId))?.signedIn
      return signedIn && signedIn.expiresAt > now() ? signedIn : undefined
    })
  }
}
