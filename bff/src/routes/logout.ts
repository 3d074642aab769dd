import type { WireLogout } from '@coatcheck/sdk/wire'
import type { RequestHandler } from 'express'
import { z } from 'zod'
import { BffError } from '../errors.ts'
import { requestContext } from '../request-context.ts'
import { clearSessionCookies } from '../session/hint-cookie.ts'
import { currentSession } from '../session/session-middleware.ts'
import { endSession } from '../session/sign-out.ts'
import { shortHash } from '../session/storage-key.ts'
import type { RouteDeps } from './route-deps.ts'

const bodySchema = z.strictObject({
  everywhere: z.literal(false).optional(),
  federated: z.boolean().optional(),
})

/**
 * `POST /bff/logout`: ends this session. Logging out twice is the same as once. Neither GitHub nor
 * Google has a page that ends its own session, so there is nowhere to go afterwards.
 */
export function logout(deps: RouteDeps): RequestHandler {
  return async function logoutRoute(req, res) {
    const body = bodySchema.safeParse(req.body ?? {})
    if (!body.success) {
      throw new BffError(
        'invalid_request',
        'The body may say federated; ending other sessions is not offered yet.',
      )
    }
    const current = currentSession(req, deps.now())

    if (current) {
      await endSession(current.sessionId, deps)
      // The object still on the request must not be written back at the end of the answer.
      await new Promise<void>((resolve) => req.session.destroy(() => resolve()))
      requestContext(req).log.info({ session: shortHash(current.sessionId) }, 'signed out')
    }

    clearSessionCookies(req, res, deps.profile)
    const answer: WireLogout = { redirectTo: null }
    res.json(answer)
  }
}
