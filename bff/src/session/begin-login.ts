import type { Request, Response } from 'express'
import { buildAuthorizationRequest } from '../oauth/authorization-request.ts'
import { isPostedMode } from '../oauth/response-mode.ts'
import type { PromptOptions, Provider } from '../providers/provider.ts'
import type { LoginTransaction, LoginTransactions } from './login-transactions.ts'

/** What a login is begun with. */
export interface LoginStart extends PromptOptions {
  kind: LoginTransaction['kind']
  provider: Provider
  scopes: readonly string[]
  returnTo: string
  popup?: string | undefined
  /** The session the browser is in. */
  startedFrom?: string | undefined
  /** It may be repeated for a refresh token. Default: unless `prompt` forbids to ask. */
  mayRepeat?: boolean
  /** State of the login this one follows upon. */
  replaces?: string
}

/**
 * Remembers a login and yields where to send the browser.
 *
 * @throws {BffError} `provider_unavailable` (503).
 */
export async function beginLogin(
  req: Request,
  res: Response,
  start: LoginStart,
  transactions: LoginTransactions,
): Promise<URL> {
  const { kind, provider, scopes, returnTo, popup, startedFrom, maxAge, acrValues } = start
  const { url, ...secrets } = await buildAuthorizationRequest(provider, scopes, start)
  const transaction = {
    ...secrets,
    kind,
    provider: provider.id,
    redirectUri: provider.redirectUri,
    isAnsweredByPost: isPostedMode(provider.responseMode),
    scopes: [...scopes],
    returnTo,
    popup,
    startedFrom,
    maxAge,
    acrValues: acrValues && [...acrValues],
    mayRepeat: start.mayRepeat ?? start.prompt !== 'none',
  }
  await transactions.begin(req, res, transaction, start.replaces)
  return url
}
