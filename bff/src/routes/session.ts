import type { RequestHandler } from 'express'
import { clearHintCookie, setHintCookie } from '../session/hint-cookie.ts'
import { currentSession } from '../session/session-middleware.ts'
import type { RouteDeps } from './route-deps.ts'
import { sessionAnswer } from './session-answer.ts'

/** `GET /bff/session`: 200 with the session, or 204 when nobody is signed in. Never 401, and never use of the session. */
export function session(deps: RouteDeps): RequestHandler {
  const { profile, moveToFirstSecret, now } = deps
  return async function sessionRoute(req, res) {
    const current = currentSession(req, now())
    if (!current) {
      clearHintCookie(req, res, profile)
      res.status(204).end()
      return
    }

    const wire = await sessionAnswer(current, deps, now())

    moveToFirstSecret(current, req, res)
    setHintCookie(req, res, profile, current.signedIn.expiresAt)
    res.json(wire)
  }
}
