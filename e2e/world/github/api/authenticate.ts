import type { Request, RequestHandler } from 'express'
import { type Account, PEOPLE_ACCOUNTS } from '../data/account.ts'
import type { TokenStore } from '../oauth/token-store.ts'
import { ApiError } from './api-error.ts'
import { createRequestBinding } from './request-binding.ts'

/** A person calling through an app. */
export interface UserCaller {
  kind: 'user'
  account: Account
  scope: readonly string[]
  accessToken: string
}

/** Who is calling the API. */
export type Caller = UserCaller | { kind: 'anonymous' }

const callers = createRequestBinding<Caller>('caller')

/**
 * Lets a request through with a live token or with none.
 *
 * @throws {ApiError} 401 `Bad credentials`: the token is unknown, expired or revoked. It never falls back to
 *   anonymous access, which would hide a dead token on public repositories.
 */
export function authenticate(tokens: Pick<TokenStore, 'read'>): RequestHandler {
  return (req, res, next) => {
    const header = req.headers.authorization
    if (header === undefined) {
      callers.set(req, { kind: 'anonymous' })
      return next()
    }
    const [, accessToken = ''] = /^(?:bearer|token) (\S+)$/i.exec(header) ?? []
    const token = tokens.read(accessToken)
    const account = PEOPLE_ACCOUNTS.find((candidate) => candidate.id === token?.accountId)
    if (!token || !account) throw new ApiError(401, 'Bad credentials')

    callers.set(req, { kind: 'user', account, scope: token.scope, accessToken })
    res.set({ 'X-OAuth-Scopes': token.scope.join(', '), 'X-OAuth-Client-Id': token.clientId })
    next()
  }
}

/** Who sent this request. */
export function callerOf(req: Request): Caller {
  return callers.read(req)
}

/**
 * The person who sent this request.
 *
 * @throws {ApiError} 401 `Requires authentication`: nobody did.
 */
export function userOf(req: Request): UserCaller {
  const caller = callers.read(req)
  if (caller.kind === 'anonymous') throw new ApiError(401, 'Requires authentication')
  return caller
}
