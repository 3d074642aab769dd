import type { IncomingHttpHeaders } from 'node:http'
import type { RequestHandler } from 'express'
import { auditRequest } from '../audit.ts'
import { BffError } from '../errors.ts'
import { requireTopLevelNavigation } from '../security/navigation.ts'
import { beginLogin } from '../session/begin-login.ts'
import { currentSession } from '../session/session-middleware.ts'
import { landAfterLogin } from './land-after-login.ts'
import { parseLoginQuery } from './login-query.ts'
import type { RouteDeps } from './route-deps.ts'
import { seeOther } from './see-other.ts'

/**
 * `GET /bff/connect/:provider`: links an account to the session, or asks for more scopes. The
 * union is asked for: what is configured, what was granted before, and what is wanted now.
 */
export function connect({ providers, transactions, returnTo, now }: RouteDeps): RequestHandler {
  return async function connectRoute(req, res) {
    requireTopLevelNavigation(req.headers)
    requireOwnOrigin(req.headers)
    const provider = providers.get(req.params.provider as string)
    const query = parseLoginQuery(req, provider, returnTo)
    const session = currentSession(req, now())
    if (!session) {
      auditRequest(req, { audit: 'connect_failed', provider: provider.id, reason: 'login_expired' })
      landAfterLogin(res, query, 'login_expired')
      return
    }

    const connection = session.signedIn.connections.find((candidate) => candidate.provider === provider.id)
    const scopes = [...new Set([...provider.scopes, ...(connection?.scopes ?? []), ...query.scopes])]
    const start = { ...query, kind: 'connect', provider, scopes, startedFrom: session.sessionId } as const
    const url = await beginLogin(req, res, start, transactions)

    seeOther(res, url.href)
  }
}

/**
 * Another site must not start the linking of an account: its visitor could end up with the
 * other site's account in this session. A browser without Fetch Metadata has only the Strict cookie to show.
 */
function requireOwnOrigin(headers: IncomingHttpHeaders): void {
  const site = headers['sec-fetch-site']
  if (site === undefined || site === 'same-origin' || site === 'none') return
  throw new BffError('csrf', 'Connecting an account starts from the app itself.')
}
