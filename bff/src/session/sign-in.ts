import type { Request } from 'express'
import type { TokenSet } from '../oauth/token-set.ts'
import type { Identity, Provider } from '../providers/provider.ts'
import { currentSession } from './session-middleware.ts'
import { endSession, type SignOutDeps } from './sign-out.ts'
import { regenerateSession, saveNewSession } from './update-session.ts'

/** A person who has just come back from a provider. */
export interface VerifiedAccount {
  provider: Provider
  identity: Identity
  tokens: TokenSet
}

/** What starting a session needs. */
export interface SignInDeps extends SignOutDeps {
  now: () => number
  idleTimeoutMs: number
  absoluteTimeoutMs: number
}

/**
 * Starts a session under a new id, and ends the one the browser was in: an id known before a
 * login is worth nothing after it, and nothing of one person is left for the next.
 *
 * @param startedFrom The session the login was started from. Its Strict cookie did not come along
 *   on the way back from the provider.
 * @see OWASP ASVS 7.2.4
 */
export async function signIn(
  req: Request,
  account: VerifiedAccount,
  startedFrom: string | undefined,
  deps: SignInDeps,
): Promise<void> {
  const { provider, identity, tokens } = account
  const now = deps.now()
  const former = new Set([startedFrom, currentSession(req, now)?.sessionId])

  await regenerateSession(req)
  await deps.tokens.put(req.sessionID, provider.id, tokens, deps.idleTimeoutMs)
  req.session.signedIn = {
    version: 1,
    user: toUser(provider.id, identity),
    connections: [toConnection(provider.id, identity, tokens)],
    authenticatedAt: now,
    expiresAt: now + deps.absoluteTimeoutMs,
  }
  await saveNewSession(req)

  for (const sessionId of former) {
    if (sessionId !== undefined) await endSession(sessionId, deps)
  }
}

/** The connection record of an account; its tokens are kept elsewhere. */
export function toConnection(provider: string, { sub, label }: Identity, { scope }: TokenSet) {
  return { provider, accountId: sub, scopes: scope, ...(label === undefined ? {} : { label }) }
}

function toUser(provider: string, { sub, name, email, picture }: Identity) {
  return {
    id: `${provider}:${sub}`,
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email }),
    ...(picture === undefined ? {} : { picture }),
  }
}
