import type { RequestHandler } from 'express'
import { BffError } from '../errors.ts'
import { disconnectAccount } from '../session/disconnect-account.ts'
import { currentSession } from '../session/session-middleware.ts'
import type { RouteDeps } from './route-deps.ts'
import { sessionAnswer } from './session-answer.ts'

/** `DELETE /bff/connections/:provider`: removes an account, has its grant taken back, and answers with the session that is left. */
export function connections(deps: RouteDeps): RequestHandler {
  return async function connectionsRoute(req, res) {
    const provider = deps.providers.get(req.params.provider as string)
    if (!currentSession(req, deps.now())) throw new BffError('unauthenticated', 'Sign in first.')

    await disconnectAccount(req, provider, deps)

    const left = currentSession(req, deps.now())
    if (!left) throw new BffError('unauthenticated', 'The session has ended; sign in again.')
    res.json(await sessionAnswer(left, deps, deps.now()))
  }
}
