import type { RequestHandler } from 'express'
import { sendErrorPage } from '../pages/error-page.ts'
import { KNOWN_SCOPES } from './scopes.ts'

/** Shows a misspelt scope as an error, as Google does; oidc-provider would leave it out without a word. */
export function refuseUnknownScopes(): RequestHandler {
  return function requireKnownScopes(req, res, next) {
    const requested = String(req.query.scope ?? '').split(' ')
    const unknown = requested.filter((scope) => scope !== '' && !KNOWN_SCOPES.includes(scope))
    if (unknown.length === 0) return next()

    const description = `Some requested scopes were invalid: ${unknown.join(', ')}`
    sendErrorPage(res, { error: 'invalid_scope', error_description: description })
  }
}
