import type { IncomingMessage } from 'node:http'
import { type CookieProfile, sessionIdFrom } from './session-cookie.ts'
import type { SignedIn } from './session-data.ts'
import type { SessionStore } from './stores/session-store.ts'

/** A session that stands, as read from the cookie and the store. */
export interface ActiveSession {
  sessionId: string
  signedIn: SignedIn
}

interface SessionReaderDeps {
  sessions: SessionStore
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
   * @returns undefined when nobody is signed in: no cookie, not ours, or ended.
   * @throws {BffError} `invalid_request` (400): the cookie came twice.
   * @throws {BffError} `session_store_unavailable` (503).
   */
  async read(req: IncomingMessage): Promise<ActiveSession | undefined> {
    const { sessions, profile, secrets, now } = this.#deps
    const sessionId = sessionIdFrom(req, profile, secrets)
    if (sessionId === undefined) return undefined

    const signedIn = (await sessions.read(sessionId))?.signedIn
    return signedIn && signedIn.expiresAt > now() ? { sessionId, signedIn } : undefined
  }
}
