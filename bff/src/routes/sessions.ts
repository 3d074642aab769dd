import type { WireListedSession } from '@coatcheck/sdk/wire'
import type { RequestHandler } from 'express'
import { auditRequest } from '../audit.ts'
import { BffError } from '../errors.ts'
import { actorOf } from '../session/actor.ts'
import { currentSession } from '../session/session-middleware.ts'
import { storageKey } from '../session/storage-key.ts'
import type { RouteDeps } from './route-deps.ts'

/** `GET /bff/sessions`: the person's sessions on all of their devices, the newest first. */
export function listSessions({ userSessions, now }: RouteDeps): RequestHandler {
  return async function listSessionsRoute(req, res) {
    const current = currentSession(req, now())
    if (!current) throw new BffError('unauthenticated', 'Sign in first.')

    const listed: WireListedSession[] = await userSessions.list(
      current.signedIn.user.id,
      storageKey(current.sessionId),
    )

    res.json(listed)
  }
}

/** `DELETE /bff/sessions/:id`: ends one of the person's sessions, this one included, and answers with those left. */
export function endOneSession({ userSessions, now }: RouteDeps): RequestHandler {
  return async function endOneSessionRoute(req, res) {
    const current = currentSession(req, now())
    if (!current) throw new BffError('unauthenticated', 'Sign in first.')
    const { id } = current.signedIn.user

    const ended = await userSessions.end(id, req.params.id as string)
    if (!ended) throw new BffError('route_not_found', 'You have no session of that name; it may have ended.')
    auditRequest(req, { audit: 'session_ended_by_user', ...actorOf(current) })

    const listed: WireListedSession[] = await userSessions.list(id, storageKey(current.sessionId))
    res.json(listed)
  }
}
