import { json, type Request, Router } from 'express'
import { endpointFault, type FaultSettings } from '../faults.ts'
import type { AuthorizationCodes } from '../oauth/authorization-codes.ts'
import type { Authorizations } from '../oauth/authorizations.ts'
import type { ClientRegistry } from '../oauth/client-registry.ts'
import type { IssuedToken, TokenStore } from '../oauth/token-store.ts'
import { ApiError, notFound } from './api-error.ts'
import { readFields } from './request-fields.ts'

/** What revocation works with. */
export interface ApplicationDeps {
  clients: ClientRegistry
  codes: AuthorizationCodes
  authorizations: Authorizations
  tokens: TokenStore
  faults: Pick<FaultSettings, 'revocation'>
}

/** Serves GitHub's way to revoke: `DELETE /applications/:client_id/token` and `…/grant`. */
export function applicationRoutes(deps: ApplicationDeps): Router {
  const router = Router()
  router.use(
    '/applications',
    endpointFault(() => deps.faults.revocation),
    json({ type: () => true }),
  )
  router.delete('/applications/:clientId/token', (req, res) => {
    const token = tokenOf(deps, req)

    deps.tokens.revoke(token.accessToken)
    res.status(204).end()
  })
  router.delete('/applications/:clientId/grant', (req, res) => {
    const { clientId, accountId } = tokenOf(deps, req)

    deps.tokens.revokeFor(clientId, accountId)
    deps.codes.removeFor(clientId, accountId)
    deps.authorizations.remove(clientId, accountId)
    res.status(204).end()
  })
  return router
}

/**
 * The live token in the body, if it belongs to the client that asks.
 *
 * @throws {ApiError} 401: wrong client credentials. 422: no token in the body. 404: not a live token of this client.
 */
function tokenOf(deps: ApplicationDeps, req: Request): IssuedToken {
  const { clientId, clientSecret } = basicCredentials(req)
  const client = deps.clients.authenticate(clientId, clientSecret)
  if (!client) throw new ApiError(401, 'Bad credentials')
  if (client.clientId !== req.params.clientId) throw notFound()

  const fields = readFields(req, 'OauthAccess')
  const accessToken = fields.text('access_token')
  if (accessToken === undefined) fields.note('access_token', 'missing_field')
  fields.assertValid()
  const token = deps.tokens.read(accessToken ?? '')
  if (token?.clientId !== client.clientId) throw notFound()
  return token
}

function basicCredentials(req: Request): { clientId: string; clientSecret: string } {
  const [, encoded = ''] = /^basic (\S+)$/i.exec(req.headers.authorization ?? '') ?? []
  const [clientId = '', ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':')
  return { clientId, clientSecret: secret.join(':') }
}
