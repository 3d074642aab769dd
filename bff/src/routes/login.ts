import type { RequestHandler } from 'express'
import { requireTopLevelNavigation } from '../security/navigation.ts'
import { beginLogin } from '../session/begin-login.ts'
import { currentSession } from '../session/session-middleware.ts'
import { parseLoginQuery } from './login-query.ts'
import type { RouteDeps } from './route-deps.ts'
import { seeOther } from './see-other.ts'

/** `GET /bff/login/:provider`: sends the browser to the provider. */
export function login({ providers, transactions, returnTo, now }: RouteDeps): RequestHandler {
  return async function loginRoute(req, res) {
    requireTopLevelNavigation(req.headers)
    const provider = providers.get(req.params.provider as string)
    const query = parseLoginQuery(req, provider, returnTo)

    const url = await beginLogin(
      req,
      res,
      {
        ...query,
        kind: 'login',
        provider,
        scopes: [...new Set([...provider.scopes, ...query.scopes])],
        startedFrom: currentSession(req, now())?.sessionId,
      },
      transactions,
    )

    seeOther(res, url.href)
  }
}
