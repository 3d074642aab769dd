import express, { type RequestHandler } from 'express'
import { auditRequest } from '../audit.ts'
import { BffError } from '../errors.ts'
import { type LogoutToken, verifyLogoutToken } from '../oauth/logout-token.ts'
import type { Provider } from '../providers/provider.ts'
import { endProviderSessions } from '../session/provider-logout.ts'
import type { IndexEntry } from '../session/session-index.ts'
import { storageKey } from '../session/storage-key.ts'
import type { RouteDeps } from './route-deps.ts'

/** A logout token is a few hundred characters. */
const BODY_LIMIT = '16kb'

/**
 * `POST /bff/backchannel-logout/:provider`: the provider tells that its sessions have ended. It has neither
 * cookie nor CSRF header; the token's signature is all that counts.
 *
 * @see OpenID Connect Back-Channel Logout 1.0 sections 2.5 to 2.8
 */
export function backchannelLogout(deps: RouteDeps): RequestHandler {
  return async function backchannelLogoutRoute(req, res) {
    const provider = deps.providers.get(req.params.provider as string)
    if (!provider.issuesIdToken) {
      throw new BffError('route_not_found', 'This provider sends no logout tokens.')
    }
    const token = await verifyLogoutToken(provider, logoutTokenOf(req.body), deps.now())
    if (await deps.records.read(recordKey(provider, token))) throw replayed()

    const outcome = await endProviderSessions(entryOf(provider, token), token.issuedAt, deps)

    // Used up when its work is done, not before: a provider that was told 503 sends the same token again.
    const ttlMs = Math.max(1, token.validUntil - deps.now())
    if (!(await deps.records.create(recordKey(provider, token), '1', ttlMs))) throw replayed()
    const user = token.sub === undefined ? undefined : `${provider.id}:${token.sub}`
    auditRequest(req, { audit: 'sessions_ended_by_provider', provider: provider.id, user, ...outcome })
    res.status(200).end()
  }
}

/** Reads the form. Whatever is wrong with it, the standard knows one answer, 400. */
export function logoutTokenForm(): RequestHandler {
  const readForm = express.urlencoded({ extended: false, limit: BODY_LIMIT })
  return function readLogoutTokenForm(req, res, next) {
    readForm(req, res, (cause?: unknown) => (cause === undefined ? next() : next(badForm(cause))))
  }
}

/** Two fields arrive as a list: picking one would be guessing which was meant. */
function logoutTokenOf(body: unknown): string {
  const token = typeof body === 'object' && body !== null && 'logout_token' in body && body.logout_token
  if (typeof token !== 'string' || token === '') throw badForm()
  return token
}

function entryOf({ id: provider }: Provider, { sid, sub }: LogoutToken): IndexEntry {
  return sid === undefined ? { kind: 'sub', provider, sub } : { kind: 'sid', provider, sid }
}

function recordKey({ id }: Provider, { jti }: LogoutToken): string {
  return `logout-token:${id}:${storageKey(jti)}`
}

function badForm(cause?: unknown): BffError {
  return new BffError('invalid_request', 'Send one logout_token in a form.', { cause })
}

function replayed(): BffError {
  return new BffError('invalid_request', 'This logout token has been used.')
}
