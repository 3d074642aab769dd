import { AUTH_ERROR_PARAM, type LoginFailureCode } from '@coatcheck/sdk/wire'
import type { Request, RequestHandler, Response } from 'express'
import { BffError, LoginFailure } from '../errors.ts'
import { exchangeCode } from '../oauth/code-exchange.ts'
import type { Provider } from '../providers/provider.ts'
import { requestContext } from '../request-context.ts'
import { sendContinuePage, sendPopupResultPage } from '../security/pages.ts'
import { withParameter } from '../security/return-to.ts'
import { beginLogin } from '../session/begin-login.ts'
import { connectAccount } from '../session/connect-account.ts'
import { setHintCookie } from '../session/hint-cookie.ts'
import type { LoginTransaction } from '../session/login-transactions.ts'
import { currentSession } from '../session/session-middleware.ts'
import { signIn } from '../session/sign-in.ts'
import { shortHash } from '../session/storage-key.ts'
import { CONTINUED_PARAM, notOurs, parseAuthorizationResponse } from './authorization-response.ts'
import type { RouteDeps } from './route-deps.ts'
import { seeOther } from './see-other.ts'

/**
 * `GET /bff/callback/:provider`: where the provider sends the browser back to. What is not the answer to
 * a login of this browser is refused before anything is sent anywhere; what is, lands on `returnTo` either way.
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

interface Arrival {
  provider: Provider
  transaction: LoginTransaction
  url: URL
}

async function finish(req: Request, res: Response, arrival: Arrival, deps: RouteDeps): Promise<void> {
  const { provider, transaction } = arrival
  try {
    const consentUrl = await complete(req, res, arrival, deps)
    if (consentUrl) seeOther(res, consentUrl.href)
    else land(res, transaction, undefined)
  } catch (error) {
    const failure = asLoginFailure(error)
    const { log } = requestContext(req)
    log.warn({ error: failure, provider: provider.id, kind: transaction.kind }, 'login failed')
    land(res, transaction, failure.code)
  }
}

/** @returns where to ask once more for consent; undefined when the login is complete. */
async function complete(
  req: Request,
  res: Response,
  { provider, transaction, url }: Arrival,
  deps: RouteDeps,
): Promise<URL | undefined> {
  if (transaction.kind === 'connect') requireSessionOf(req, transaction, deps)
  const { tokens, claims } = await exchangeCode(provider, url, transaction, deps.now())
  const lacksRefreshToken = provider.asksConsentForRefreshToken && !tokens.refreshToken
  if (lacksRefreshToken && !transaction.repeated && !(await keepsRefreshToken(req, transaction, deps))) {
    const again = { ...transaction, provider, prompt: 'consent', repeated: true }
    return beginLogin(req, res, again, deps.transactions)
  }

  const identity = await provider.fetchIdentity(tokens, claims)
  const account = { provider, identity, tokens }
  if (transaction.kind === 'connect') await connectAccount(req, account, deps)
  else await signIn(req, account, transaction.startedFrom, deps)

  const session = currentSession(req, deps.now())
  if (session) setHintCookie(req, res, deps.profile, session.signedIn.expiresAt)
  const facts = { provider: provider.id, session: shortHash(req.sessionID) }
  requestContext(req).log.info(facts, transaction.kind === 'connect' ? 'account connected' : 'signed in')
  return undefined
}

/** A connection that has a refresh token already needs no second round. */
async function keepsRefreshToken(
  req: Request,
  { kind, provider }: LoginTransaction,
  { tokens }: RouteDeps,
): Promise<boolean> {
  if (kind !== 'connect') return false
  const stored = await tokens.read(req.sessionID, provider)
  return stored?.status === 'active' && stored.tokens.refreshToken !== undefined
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
  return `${req.originalUrl}&${CONTINUED_PARAM}=1`
}

/**
 * An account is linked only to the session its linking was started from: otherwise a link made
 * by somebody else would attach their account to this browser's session (CB-15).
 */
function requireSessionOf(req: Request, transaction: LoginTransaction, { now }: RouteDeps): void {
  const session = currentSession(req, now())
  if (session && session.sessionId === transaction.startedFrom) return
  throw new LoginFailure('login_expired', 'the session this was started from has ended')
}

function land(
  res: Response,
  { returnTo, popup }: LoginTransaction,
  failure: LoginFailureCode | undefined,
): void {
  if (popup !== undefined) sendPopupResultPage(res, popup, failure)
  else seeOther(res, failure ? withParameter(returnTo, AUTH_ERROR_PARAM, failure) : returnTo)
}

function asLoginFailure(error: unknown): LoginFailure {
  if (error instanceof LoginFailure) return error
  if (error instanceof BffError && error.code === 'provider_unavailable') {
    return new LoginFailure('provider_unavailable', 'the provider could not be reached', error)
  }
  if (error instanceof BffError && error.code === 'unauthenticated') {
    return new LoginFailure('login_expired', 'the session ended while the account was being connected', error)
  }
  throw error
}
