import type { Request, RequestHandler, Response } from 'express'
import { BffError, LoginFailure } from '../errors.ts'
import { requestContext } from '../request-context.ts'
import { sendContinuePage } from '../security/pages.ts'
import type { LoginTransaction } from '../session/login-transactions.ts'
import { currentSession } from '../session/session-middleware.ts'
import {
  CONTINUED_PARAM,
  notOurs,
  parametersOf,
  parseAuthorizationResponse,
} from './authorization-response.ts'
import { type Arrival, completeLogin } from './complete-login.ts'
import { landAfterLogin } from './land-after-login.ts'
import type { RouteDeps } from './route-deps.ts'
import { seeOther } from './see-other.ts'

/**
 * `GET /bff/callback/:provider`, and `POST` where the provider answers by a form: where the provider sends the
 * browser back to. What is not the answer to a login of this browser is refused before anything is sent anywhere;
 * what is, lands on `returnTo` either way.
 */
export function callback(deps: RouteDeps): RequestHandler {
  return async function callbackRoute(req, res) {
    const provider = deps.providers.get(req.params.provider as string)
    const response = parseAuthorizationResponse(req, provider)
    const pending = await deps.transactions.find(req, response.state)
    if (pending?.transaction.provider !== provider.id) throw notOurs()

    if (needsOwnNavigation(req, pending.transaction, response.isContinued, deps)) {
      sendContinuePage(res, continuedPath(req))
      return
    }
    const transaction = await deps.transactions.take(res, pending)
    if (!transaction) throw notOurs()
    await finish(req, res, { provider, transaction, url: response.url }, deps)
  }
}

async function finish(req: Request, res: Response, arrival: Arrival, deps: RouteDeps): Promise<void> {
  const { provider, transaction } = arrival
  try {
    const consentUrl = await completeLogin(req, res, arrival, deps)
    if (consentUrl) seeOther(res, consentUrl.href)
    else landAfterLogin(res, transaction, undefined)
  } catch (error) {
    const failure = asLoginFailure(error, transaction)
    const { log } = requestContext(req)
    log.warn({ error: failure, provider: provider.id, kind: transaction.kind }, 'login failed')
    landAfterLogin(res, transaction, failure.code)
  }
}

/**
 * On the way back from another site a Strict cookie is withheld, and with it the proof that the
 * session is still the browser's. One navigation of our own brings it.
 */
function needsOwnNavigation(
  req: Request,
  transaction: LoginTransaction,
  isContinued: boolean,
  { now }: RouteDeps,
): boolean {
  return transaction.kind === 'connect' && !isContinued && !currentSession(req, now())
}

function continuedPath(req: Request): string {
  const [path] = req.originalUrl.split('?', 1)
  return `${path}?${parametersOf(req)}&${CONTINUED_PARAM}=1`
}

/** What becomes a page of ours in a whole window would leave a popup's opener waiting for ever. */
function asLoginFailure(error: unknown, { popup }: LoginTransaction): LoginFailure {
  if (error instanceof LoginFailure) return error
  if (!(error instanceof BffError)) throw error
  switch (error.code) {
    case 'provider_unavailable':
      return new LoginFailure('provider_unavailable', 'the provider could not be reached', error)
    case 'unauthenticated':
      return new LoginFailure(
        'login_expired',
        'the session ended while the account was being connected',
        error,
      )
    default:
      if (popup === undefined) throw error
      return new LoginFailure(
        error.code === 'invalid_request' ? 'invalid_request' : 'login_failed',
        'no page to show it on',
        error,
      )
  }
}
