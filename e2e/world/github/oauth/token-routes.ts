import { json, type Request, type Response, Router, urlencoded } from 'express'
import type { WorldClock } from '../../world-clock.ts'
import { endpointFault, type FaultSettings } from '../faults.ts'
import { grantToken, type TokenErrorCode, type TokenOutcome, type TokenRequestDeps } from './token-request.ts'
import type { IssuedToken } from './token-store.ts'

/** What the token endpoint works with. */
export interface TokenRoutesDeps extends TokenRequestDeps {
  clock: WorldClock
  faults: Pick<FaultSettings, 'tokenEndpoint'>
}

const TROUBLESHOOTING =
  'https://docs.github.com/apps/managing-oauth-apps/troubleshooting-oauth-app-access-token-request-errors/'

const DESCRIPTIONS: Readonly<Record<TokenErrorCode, string>> = {
  incorrect_client_credentials: 'The client_id and/or client_secret passed are incorrect.',
  redirect_uri_mismatch: 'The redirect_uri MUST match the registered callback URL for this application.',
  bad_verification_code: 'The code passed is incorrect or expired.',
  bad_refresh_token: 'The refresh token passed is incorrect or expired.',
  unsupported_grant_type: 'The grant type is not supported.',
}

/** Serves `POST /login/oauth/access_token`. */
export function tokenRoutes(deps: TokenRoutesDeps): Router {
  const router = Router()
  router.post(
    '/login/oauth/access_token',
    urlencoded({ extended: false }),
    json(),
    endpointFault(() => deps.faults.tokenEndpoint),
    (req, res) => {
      const outcome = grantToken(deps, new URLSearchParams(req.body))

      sendTokenResponse(req, res, toWire(outcome, deps.clock.now()))
    },
  )
  return router
}

/** Refusals are sent with status 200 as well: GitHub does not follow RFC 6749 section 5.2 here. */
function sendTokenResponse(req: Request, res: Response, body: Record<string, string | number>): void {
  res.status(200).set('Cache-Control', 'max-age=0, private, must-revalidate')
  // Without an explicit wish for JSON the answer is a form, which surprises every OAuth library once.
  if (req.headers.accept?.includes('application/json')) {
    res.json(body)
    return
  }
  const form = new URLSearchParams(Object.entries(body).map(([name, value]) => [name, String(value)]))
  res.type('application/x-www-form-urlencoded').send(form.toString())
}

function toWire(outcome: TokenOutcome, now: number): Record<string, string | number> {
  if (outcome.kind === 'issued') return toTokenResponse(outcome.token, now)
  const { error } = outcome
  return {
    error,
    error_description: DESCRIPTIONS[error],
    error_uri: `${TROUBLESHOOTING}#${error.replaceAll('_', '-')}`,
  }
}

function toTokenResponse(token: IssuedToken, now: number): Record<string, string | number> {
  const { accessToken, scope, expiresAt, refreshToken, refreshExpiresAt } = token
  const bearer = { access_token: accessToken, token_type: 'bearer', scope: scope.join(',') }
  if (expiresAt === undefined || refreshToken === undefined || refreshExpiresAt === undefined) return bearer
  return {
    ...bearer,
    expires_in: secondsUntil(expiresAt, now),
    refresh_token: refreshToken,
    refresh_token_expires_in: secondsUntil(refreshExpiresAt, now),
  }
}

function secondsUntil(expiresAt: number, now: number): number {
  return Math.round((expiresAt - now) / 1000)
}
