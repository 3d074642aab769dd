import type { Request } from 'express'
import { LoginFailure } from '../errors.ts'
import type { TokenSet } from '../oauth/token-set.ts'
import type { SignedIn } from './session-data.ts'
import { type SignInDeps, toConnection, type VerifiedAccount } from './sign-in.ts'
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
    giveBack(account, deps)
    throw new LoginFailure('account_conflict', 'another account of this provider is connected')
  }

  const superseded = await deps.tokens.read(sessionId, provider.id)
  const former = superseded?.status === 'active' ? superseded.tokens : undefined
  const tokens = withFormerRefreshToken(account.tokens, former)
  const ttlMs = (await deps.sessions.remainingMs(sessionId)) ?? deps.idleTimeoutMs
  await deps.tokens.put(sessionId, provider.id, tokens, ttlMs)
  try {
    await updateSession(req, (current) =>
      withConnection(current, toConnection(provider.id, identity, tokens)),
    )
  } catch (error) {
    // The session ended meanwhile: what was just stored must not outlive it.
    await deps.tokens.take(sessionId, provider.id)
    giveBack(account, deps)
    throw error
  }
  if (former && former.accessToken !== tokens.accessToken) giveBack({ ...account, tokens: former }, deps)
}

/** GitHub keeps ten live tokens a person and revokes the oldest: unused ones must not pile up. */
function giveBack({ provider, tokens }: VerifiedAccount, { background }: SignInDeps): void {
  if (provider.revokesAtLogout) {
    background.run('revoking superseded tokens', () => provider.revoke(tokens, 'token'))
  }
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
