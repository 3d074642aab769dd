import type { Request, RequestHandler, Response } from 'express'
import { auditRequest } from '../audit.ts'
import { BffError, LoginFailure } from '../errors.ts'
import type { Provider } from '../providers/provider.ts'
import { sendContinuePage } from '../security/pages.ts'
import { actorOf } from '../session/actor.ts'
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
    const arrival = await recognise(req, res, provider, deps).catch((error: unknown) => {
      auditRequest(req, { audit: 'login_failed', provider: provider.id, reason: codeOf(error), error })
      throw error
    })

    if (arrival) await finish(req, res, arrival, deps)
    else sendContinuePage(res, continuedPath(req))
  }
}

/**
 * @returns undefined when the browser has to come once more, by itself.
 * @throws {BffError} `invalid_request` (400), `session_store_unavailable` (503).
 */
async function recognise(
  req: Request,
  res: Response,
  provider: Provider,
  deps: RouteDeps,
): Promise<Arrival | undefined> {
  const response = parseAuthorizationResponse(req, provider)
  const pending = await deps.transactions.find(req, response.state)
  if (pending?.transaction.provider !== provider.id) throw notOurs()

  if (needsOwnNavigation(req, pending.transaction, response.isContinued, deps)) return undefined
  const transaction = await deps.transactions.take(res, pending)
  if (!transaction) throw notOurs()
  return { provider, transaction, url: response.url }
}

async function finish(req: Request, res: Response, arrival: Arrival, deps: RouteDeps): Promise<void> {
  const { transaction } = arrival
  try {
    const consentUrl = await completeLogin(req, res, arrival, deps)
    if (consentUrl) seeOther(res, consentUrl.href)
    else landAfterLogin(res, transaction, undefined)
  } catch (error) {
    const failure = asLoginFailure(error, transaction)
    recordFailure(req, arrival, failure, deps)
    if (!(failure instanceof LoginFailure)) throw failure
    landAfterLogin(res, transaction, failure.code)
  }
}

function recordFailure(
  req: Request,
  { provider, transaction }: Arrival,
  error: unknown,
  { now }: RouteDeps,
): void {
  const facts = { provider: provider.id, reason: codeOf(error), error }
  if (transaction.kind === 'login') auditRequest(req, { audit: 'login_failed', ...facts })
  else auditRequest(req, { audit: 'connect_failed', ...facts, ...actorOf(currentSession(req, now())) })
}

function codeOf(error: unknown): (BffError | LoginFailure)['code'] {
  return error instanceof BffError || error instanceof LoginFailure ? error.code : 'internal_error'
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

/**
 * What becomes a page of ours in a whole window would leave a popup's opener waiting for ever.
 *
 * @returns the error as it is when it is not for the app to be told of.
 */
function asLoginFailure(error: unknown, { popup }: LoginTransaction): unknown {
  if (!(error instanceof BffError)) return error
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
      if (popup === undefined) return error
      return new LoginFailure(
        error.code === 'invalid_request' ? 'invalid_request' : 'login_failed',
        'no page to show it on',
        error,
      )
  }
}
