import type { WireLogout } from '@coatcheck/sdk/wire'
import type { Request, RequestHandler } from 'express'
import { z } from 'zod'
import { auditRequest } from '../audit.ts'
import { BffError } from '../errors.ts'
import { actorOf } from '../session/actor.ts'
import { endSessionUrl } from '../session/end-session-url.ts'
import { clearSessionCookies } from '../session/hint-cookie.ts'
import { signInEntry } from '../session/index-entries.ts'
import { currentSession } from '../session/session-middleware.ts'
import type { ActiveSession } from '../session/session-reader.ts'
import { dropLeftovers, endSession } from '../session/sign-out.ts'
import { storageKey } from '../session/storage-key.ts'
import type { RouteDeps } from './route-deps.ts'

const bodySchema = z.strictObject({
  /** Ends the person's sessions on all of their devices. */
  everywhere: z.boolean().default(false),
  /** Yields where to end the provider's session too. */
  federated: z.boolean().default(false),
})

/**
 * `POST /bff/logout`: ends this session, and with `everywhere` all of this person's. Logging out twice is
 * the same as once.
 */
export function logout(deps: RouteDeps): RequestHandler {
  return async function logoutRoute(req, res) {
    const body = bodySchema.safeParse(req.body ?? {})
    if (!body.success || (req.body === undefined && hasBody(req))) {
      throw new BffError(
        'invalid_request',
        'The body may be { "everywhere": true, "federated": true } or less.',
      )
    }
    const current = currentSession(req, deps.now())

    let redirectTo: string | null = null
    if (current) {
      if (body.data.federated) redirectTo = await endSessionUrl(current, deps)
      // The others first: when the store fails in between, whoever asked is still there to ask again.
      if (body.data.everywhere) await endOthers(current, deps)
      await endSession(current, deps)
      // The object still on the request must not be written back at the end of the answer.
      await new Promise<void>((resolve) => req.session.destroy(() => resolve()))
      auditRequest(req, { audit: 'signed_out', everywhere: body.data.everywhere, ...actorOf(current) })
    } else {
      const sessionId = deps.sessionIdOf(req)
      if (sessionId !== undefined) await dropLeftovers(sessionId, deps)
    }

    clearSessionCookies(req, res, deps.profile)
    const answer: WireLogout = { redirectTo }
    res.json(answer)
  }
}

function endOthers({ sessionId, signedIn }: ActiveSession, { userSessions }: RouteDeps): Promise<number> {
  return userSessions.endAll(signInEntry(signedIn.user.id), storageKey(sessionId))
}

/** A body in another form than JSON would be passed over in silence, and with it what it asks for. */
function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}
