import type { Request } from 'express'
import { auditRequest } from '../audit.ts'
import type { Authentication } from '../oauth/authentication.ts'
import type { TokenSet } from '../oauth/token-set.ts'
import type { Identity, Provider } from '../providers/provider.ts'
import { deviceName } from './device-name.ts'
import { allEntriesOf } from './index-entries.ts'
import type { SignedIn, StoredConnection } from './session-data.ts'
import { currentSession } from './session-middleware.ts'
import type { ActiveSession } from './session-reader.ts'
import { endSession, type SignOutDeps } from './sign-out.ts'
import { storageKey } from './storage-key.ts'
import { regenerateSession, saveNewSession } from './update-session.ts'
import type { UserSessions } from './user-sessions.ts'

/** A person who has just come back from a provider. */
export interface VerifiedAccount {
  provider: Provider
  identity: Identity
  tokens: TokenSet
  /** Empty where the provider tells nothing of it. */
  authentication: Authentication
}

/** What starting a session needs. */
export interface SignInDeps extends SignOutDeps {
  idleTimeoutMs: number
  absoluteTimeoutMs: number
  userSessions: UserSessions
  /** Sessions a person may have at once; the oldest make room. Absent: any number. */
  maxSessionsPerUser: number | undefined
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
  const former = await formerSessions(req, startedFrom, deps)
  const signedIn: SignedIn = {
    version: 1,
    user: toUser(provider.id, identity),
    connections: [toConnection(account)],
    authenticatedAt: now,
    expiresAt: now + deps.absoluteTimeoutMs,
    ...withDevice(req),
  }

  try {
    await regenerateSession(req)
    await deps.tokens.put(req.sessionID, provider.id, tokens, deps.idleTimeoutMs)
    await deps.index.add(allEntriesOf(signedIn), storageKey(req.sessionID), signedIn.expiresAt)
    req.session.signedIn = signedIn
    await saveNewSession(req)
  } catch (error) {
    undo(req, signedIn, deps)
    throw error
  }
  await endSupersededSessions(req, former, signedIn, deps)
}

/**
 * Leaves nothing half done: express-session would set the cookie of a session that was never
 * stored, over the good one, and a write that seemed to fail may have been carried out.
 */
function undo(req: Request, signedIn: SignedIn, deps: SignInDeps): void {
  const { sessionID: sessionId } = req
  Reflect.deleteProperty(req, 'session')
  deps.background.runUntilDone('undoing a sign-in', () => endSession({ sessionId, signedIn }, deps))
}

/** The new session stands already, so a store that fails now fails nobody: it is tried again in the background. */
async function endSupersededSessions(
  req: Request,
  former: readonly ActiveSession[],
  { user }: SignedIn,
  deps: SignInDeps,
): Promise<void> {
  const { background, maxSessionsPerUser, userSessions } = deps
  const end = async () => {
    for (const session of former) await endSession(session, deps)
    if (maxSessionsPerUser === undefined) return
    const ended = await userSessions.endOldest(user.id, maxSessionsPerUser)
    if (ended > 0) auditRequest(req, { audit: 'sessions_ended_for_room', user: user.id, ended })
  }
  await end().catch(() => background.runUntilDone('ending superseded sessions', end))
}

/** The session whose cookie came along, and the one the login was started from. */
async function formerSessions(
  req: Request,
  startedFrom: string | undefined,
  deps: SignInDeps,
): Promise<ActiveSession[]> {
  const current = currentSession(req, deps.now())
  const started = startedFrom === undefined ? undefined : (await deps.sessions.read(startedFrom))?.signedIn
  const others = startedFrom !== undefined && started && startedFrom !== current?.sessionId
  return [...(current ? [current] : []), ...(others ? [{ sessionId: startedFrom, signedIn: started }] : [])]
}

function withDevice(req: Request): { device?: string } {
  const device = deviceName(req.headers['user-agent'])
  return device === undefined ? {} : { device }
}

/** The connection record of an account; its tokens are kept elsewhere. */
export function toConnection({
  provider,
  identity: { sub, label, sid },
  tokens,
  authentication,
}: VerifiedAccount): StoredConnection {
  const isTold = Object.keys(authentication).length > 0
  return {
    provider: provider.id,
    accountId: sub,
    scopes: tokens.scope,
    ...(label === undefined ? {} : { label }),
    ...(sid === undefined ? {} : { sid }),
    ...(isTold ? { authentication } : {}),
  }
}

function toUser(provider: string, { sub, name, email, picture }: Identity) {
  return {
    id: `${provider}:${sub}`,
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email }),
    ...(picture === undefined ? {} : { picture }),
  }
}
