import { randomBytes } from 'node:crypto'
import type { Request, RequestHandler } from 'express'
import session from 'express-session'
import { type CookieProfile, sessionIdFrom } from './session-cookie.ts'
import type { ActiveSession } from './session-reader.ts'
import type { SessionStore } from './stores/session-store.ts'

/** What the session middleware is built from. */
export interface SessionMiddlewareDeps {
  sessions: SessionStore
  profile: CookieProfile
  secrets: readonly string[]
}

/**
 * express-session as Coatcheck uses it: nothing is stored and no cookie is set before somebody
 * signs in, and reading a session writes nothing.
 */
export function sessionMiddleware({ sessions, profile, secrets }: SessionMiddlewareDeps): RequestHandler[] {
  const expressSession = session({
    name: profile.session,
    secret: [...secrets],
    store: sessions,
    genid: () => randomBytes(32).toString('base64url'),
    resave: false,
    saveUninitialized: false,
    rolling: false,
    cookie: { path: '/', httpOnly: true, secure: profile.secure, sameSite: profile.sameSite },
  })

  return [
    function trustPublicScheme(req, _res, next) {
      // express-session steps aside for a session that is there already, whoever made it.
      if (req.session) throw new TypeError('mount the BFF before any other express-session middleware')
      // The configured public URL says how browsers reach us; a proxy in front that forgets a
      // header would otherwise make express-session withhold the cookie without a word.
      Object.defineProperty(req, 'secure', { value: profile.secure, configurable: true })
      next()
    },
    function refuseDuplicateCookie(req, _res, next) {
      sessionIdFrom(req, profile, secrets)
      next()
    },
    expressSession,
  ]
}

/** @returns the session this request belongs to; undefined when nobody is signed in. */
export function currentSession(req: Request, now: number): ActiveSession | undefined {
  const signedIn = req.session.signedIn
  return signedIn && signedIn.expiresAt > now ? { sessionId: req.sessionID, signedIn } : undefined
}
