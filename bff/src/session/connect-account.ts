import type { Request } from 'express'
import { BffError, LoginFailure } from '../errors.ts'
import type { TokenSet } from '../oauth/token-set.ts'
import { giveBackSuperseded } from './give-back.ts'
import { entriesOf } from './index-entries.ts'
import type { SignedIn, StoredConnection } from './session-data.ts'
import { type SignInDeps, toConnection, type VerifiedAccount } from './sign-in.ts'
import { storageKey } from './storage-key.ts'
import { updateSession } from './update-session.ts'

/**
 * Adds an account to the session, or widens what its connection may do. The session stays as
 * it is; accounts are told apart by provider and subject, never by email.
 *
 * @throws {LoginFailure} `account_conflict`: the person came back as somebody else than the
 *   account connected here or signed in with. Nothing is changed.
 */
export async function connectAccount(
  req: Request,
  account: VerifiedAccount,
  deps: SignInDeps,
): Promise<void> {
  const { provider, identity } = account
  const { sessionID: sessionId } = req
  const signedIn = req.session.signedIn
  if (!signedIn || !isSameAccount(signedIn, provider.id, identity.sub)) {
    throw new LoginFailure('account_conflict', 'another account of this provider is connected')
  }

  const superseded = await deps.tokens.read(sessionId, provider.id)
  const former = superseded?.status === 'active' ? superseded.tokens : undefined
  const tokens = withFormerRefreshToken(account.tokens, former)
  const ttlMs = (await deps.sessions.remainingMs(sessionId)) ?? deps.idleTimeoutMs
  const connection = toConnection({ ...account, tokens })
  await deps.tokens.put(sessionId, provider.id, tokens, ttlMs)
  await deps.index.add(entriesOf(connection), storageKey(sessionId), signedIn.expiresAt)
  try {
    await updateSession(req, (current) => withConnection(current, connection))
  } catch (error) {
    // The session ended meanwhile, or its store failed: what was just stored must not outlive
    // this attempt. A connection that was there before keeps the new tokens; they replace its own.
    if (!former || !(error instanceof BffError && error.status === 503)) undo(sessionId, connection, deps)
    throw error
  }
  if (former && former.accessToken !== tokens.accessToken) giveBackSuperseded(provider, former, tokens, deps)
}

function undo(sessionId: string, connection: StoredConnection, deps: SignInDeps): void {
  deps.background.runUntilDone('undoing a connection', async () => {
    await deps.tokens.take(sessionId, connection.provider)
    await deps.index.remove(entriesOf(connection), storageKey(sessionId))
  })
}

function isSameAccount({ user, connections }: SignedIn, provider: string, sub: string): boolean {
  const connected = connections.find((connection) => connection.provider === provider)
  if (connected) return connected.accountId === sub
  return !user.id.startsWith(`${provider}:`) || user.id === `${provider}:${sub}`
}

/** Absent does not mean void: Google sends a refresh token with the first consent only. */
function withFormerRefreshToken(tokens: TokenSet, former: TokenSet | undefined): TokenSet {
  const refreshToken = tokens.refreshToken ?? former?.refreshToken
  return refreshToken === undefined ? tokens : { ...tokens, refreshToken }
}

function withConnection(signedIn: SignedIn, connection: SignedIn['connections'][number]): SignedIn {
  const others = signedIn.connections.filter(({ provider }) => provider !== connection.provider)
  return { ...signedIn, connections: [...others, connection] }
}
