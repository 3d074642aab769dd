import type { RequestHandler } from 'express'
import { auditRequest } from '../audit.ts'
import { BffError } from '../errors.ts'
import { accountAt, actorOf } from '../session/actor.ts'
import { disconnectAccount } from '../session/disconnect-account.ts'
import { currentSession } from '../session/session-middleware.ts'
import type { RouteDeps } from './route-deps.ts'
import { sessionAnswer } from './session-answer.ts'

/** `DELETE /bff/connections/:provider`: removes an account, has its grant taken back, and answers with the session that is left. */
export function connections(deps: RouteDeps): RequestHandler {
  return async function connectionsRoute(req, res) {
    const provider = deps.providers.get(req.params.provider as string)
    const current = currentSession(req, deps.now())
    if (!current) throw new BffError('unauthenticated', 'Sign in first.')
    const account = accountAt(provider.id, current)

    await disconnectAccount(req, provider, deps)
    if (account !== undefined) {
      auditRequest(req, { audit: 'connection_removed', provider: provider.id, account, ...actorOf(current) })
    }

    const left = currentSession(req, deps.now())
    if (!left) throw new BffError('unauthenticated', 'The session has ended; sign in again.')
    res.json(await sessionAnswer(left, deps, deps.now()))
  }
}
