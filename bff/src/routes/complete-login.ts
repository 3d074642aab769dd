import type { Request, Response } from 'express'
import { auditRequest } from '../audit.ts'
import { LoginFailure } from '../errors.ts'
import { type Authentication, readAuthentication } from '../oauth/authentication.ts'
import { type ExchangedCode, exchangeCode } from '../oauth/code-exchange.ts'
import type { Provider } from '../providers/provider.ts'
import { accountAt, actorOf } from '../session/actor.ts'
import { beginLogin, type LoginStart } from '../session/begin-login.ts'
import { connectAccount } from '../session/connect-account.ts'
import { giveBack, giveBackSuperseded } from '../session/give-back.ts'
import { setHintCookie } from '../session/hint-cookie.ts'
import type { LoginTransaction } from '../session/login-transactions.ts'
import { currentSession } from '../session/session-middleware.ts'
import { signIn } from '../session/sign-in.ts'
import type { RouteDeps } from './route-deps.ts'

/** An authorization response that belongs to a login of this browser; its transaction is used up. */
export interface Arrival {
  provider: Provider
  transaction: LoginTransaction
  /** The configured redirect URI with the query the browser arrived with. */
  url: URL
}

/**
 * Redeems the code and signs the person in, or connects their account.
 *
 * @returns where to ask once more for consent; undefined when the login is complete.
 * @throws {LoginFailure} the login cannot be finished; tokens it had brought are given back, but not where a step-up
 *   has failed and that would end what the person has there already.
 * @throws {BffError} `invalid_request` (400), `session_store_unavailable` (503).
 */
export async function completeLogin(
  req: Request,
  res: Response,
  { provider, transaction, url }: Arrival,
  deps: RouteDeps,
): Promise<URL | undefined> {
  if (transaction.kind === 'connect') requireSessionOf(req, transaction, deps)
  const exchanged = await exchangeCode(provider, url, transaction, deps.now())
  const authentication = readAsAsked({ provider, transaction }, exchanged, deps)
  try {
    if (await needsConsent(req, { provider, transaction }, exchanged, deps)) {
      return await beginLogin(req, res, askingConsent(provider, transaction), deps.transactions)
    }
    await enter(req, { provider, transaction }, { ...exchanged, authentication }, deps)
  } catch (error) {
    giveBack(provider, exchanged.tokens, deps)
    throw error
  }
  const session = currentSession(req, deps.now())
  if (session) setHintCookie(req, res, deps.profile, session.signedIn.expiresAt)
  auditRequest(req, {
    audit: transaction.kind === 'connect' ? 'account_connected' : 'signed_in',
    provider: provider.id,
    account: accountAt(provider.id, session),
    ...actorOf(session),
  })
  return undefined
}

/** @throws {LoginFailure} `login_failed`: the person has not authenticated as was asked for. */
function readAsAsked(
  { provider, transaction }: Omit<Arrival, 'url'>,
  { claims, tokens }: ExchangedCode,
  deps: RouteDeps,
): Authentication {
  try {
    return readAuthentication(claims, transaction.acrValues, deps.now())
  } catch (error) {
    // The person's connection, if there is one, goes on as before.
    giveBackSuperseded(provider, tokens, {}, deps)
    throw error
  }
}

function askingConsent(provider: Provider, transaction: LoginTransaction): LoginStart {
  return { ...transaction, provider, prompt: 'consent', mayRepeat: false, replaces: transaction.state }
}

async function enter(
  req: Request,
  { provider, transaction }: Omit<Arrival, 'url'>,
  { tokens, claims, authentication }: ExchangedCode & { authentication: Authentication },
  deps: RouteDeps,
): Promise<void> {
  const identity = await provider.fetchIdentity(tokens, claims)
  const account = { provider, identity, tokens, authentication }
  if (transaction.kind === 'connect') await connectAccount(req, account, deps)
  else await signIn(req, account, transaction.startedFrom, deps)
}

/** Only where a refresh token is missing, was not had before, and the person may be asked. */
async function needsConsent(
  req: Request,
  { provider, transaction }: Omit<Arrival, 'url'>,
  { tokens }: ExchangedCode,
  deps: RouteDeps,
): Promise<boolean> {
  if (!provider.asksConsentForRefreshToken || tokens.refreshToken || !transaction.mayRepeat) return false
  if (transaction.kind === 'login') return true
  const stored = await deps.tokens.read(req.sessionID, provider.id)
  return stored?.status !== 'active' || stored.tokens.refreshToken === undefined
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
