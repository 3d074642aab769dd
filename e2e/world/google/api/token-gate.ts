import type { Request, RequestHandler, Response } from 'express'
import type Provider from 'oidc-provider'
import type { Person } from '../../seed.ts'
import { GoogleApiError } from '../api-error.ts'
import { findPerson } from '../find-person.ts'

/** Who calls, and what their token allows. */
interface Caller {
  person: Person
  scopes: ReadonlySet<string>
}

const INVALID_CREDENTIALS =
  'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.'

/** Refuses whoever has no live access token: unknown, expired and revoked ones are all the same to Google. */
export function tokenGate(provider: Provider): RequestHandler {
  return async function requireToken(req, res, next) {
    const [, token] = /^Bearer (\S+)$/i.exec(req.get('authorization') ?? '') ?? []
    const found = token ? await provider.AccessToken.find(token) : undefined
    const person = findPerson(found?.accountId)
    if (!found || !person) throw new GoogleApiError('unauthenticated', INVALID_CREDENTIALS)

    res.locals.caller = { person, scopes: new Set(found.scope?.split(' ')) } satisfies Caller
    next()
  }
}

/**
 * Lets a request through when the token has one of the scopes that allow it.
 *
 * @param read Scopes that allow reading only.
 * @param write Scopes that allow everything.
 */
export function scopeGate(read: readonly string[], write: readonly string[]): RequestHandler {
  return function requireScope(req, res, next) {
    const { scopes } = callerOf(res)
    const enough = isReading(req) ? [...read, ...write] : write
    if (!enough.some((scope) => scopes.has(`https://www.googleapis.com/auth/${scope}`))) {
      throw new GoogleApiError('insufficientScope', 'Request had insufficient authentication scopes.')
    }
    next()
  }
}

/** Tells whose token the request carries; only behind `tokenGate`. */
export function personOf(res: Response): Person {
  return callerOf(res).person
}

function callerOf(res: Response): Caller {
  return res.locals.caller as Caller
}

function isReading({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD'
}
