import type { WorldClock } from '../../world-clock.ts'
import { randomText } from '../random-text.ts'

/** Whom a token acts for, through which app, and what it may do. */
interface TokenGrant {
  clientId: string
  accountId: number
  scope: readonly string[]
}

/** A token pair as issued; a token without expiry has neither `expiresAt` nor a refresh token. */
export interface IssuedToken extends TokenGrant {
  accessToken: string
  /** Epoch milliseconds. */
  expiresAt?: number
  refreshToken?: string
  /** Epoch milliseconds. */
  refreshExpiresAt?: number
}

/** Every token the emulated GitHub honours. */
export interface TokenStore {
  /** @param lifetimeSeconds Absent: the token never expires and has no refresh token. */
  issue(grant: TokenGrant, lifetimeSeconds: number | undefined): IssuedToken
  /** Absent when the access token is unknown, revoked or expired. */
  read(accessToken: string): IssuedToken | undefined
  /** Removes the pair of a refresh token and gives it once; absent when unknown, used, expired or another client's. */
  takeByRefreshToken(refreshToken: string, clientId: string): IssuedToken | undefined
  revoke(accessToken: string): void
  /** Revokes every token the app holds for this person. */
  revokeFor(clientId: string, accountId: number): void
  /** Makes every access token expire now; refresh tokens stay good. */
  expireAll(): void
  revokeAll(): void
  /** Every access and refresh token ever issued, for leak sweeps. */
  everIssued(): string[]
}

/** GitHub's documented lifetime of a refresh token. */
const REFRESH_TOKEN_LIFETIME_SECONDS = 15_897_600

const MAX_LIVE_TOKENS = 10

/** Creates an empty store. */
export function createTokenStore(clock: WorldClock): TokenStore {
  const tokens = new Map<string, IssuedToken>()
  const issued: string[] = []
  const revokeWhere = (isMatch: (token: IssuedToken) => boolean) => {
    for (const token of tokens.values()) if (isMatch(token)) tokens.delete(token.accessToken)
  }

  return {
    issue: (grant, lifetimeSeconds) => {
      makeRoom(tokens, grant, clock.now())
      const token = createToken(grant, lifetimeSeconds, clock.now())
      tokens.set(token.accessToken, token)
      issued.push(token.accessToken, ...(token.refreshToken ? [token.refreshToken] : []))
      return token
    },
    read: (accessToken) => {
      const token = tokens.get(accessToken)
      return token && isBefore(clock.now(), token.expiresAt) ? token : undefined
    },
    takeByRefreshToken: (refreshToken, clientId) => {
      const token = [...tokens.values()].find((candidate) => candidate.refreshToken === refreshToken)
      if (token?.clientId !== clientId) return undefined
      tokens.delete(token.accessToken)
      return isBefore(clock.now(), token.refreshExpiresAt) ? token : undefined
    },
    revoke: (accessToken) => {
      tokens.delete(accessToken)
    },
    revokeFor: (clientId, accountId) =>
      revokeWhere((token) => token.clientId === clientId && token.accountId === accountId),
    expireAll: () => {
      for (const token of tokens.values()) token.expiresAt = clock.now()
    },
    revokeAll: () => tokens.clear(),
    everIssued: () => [...issued],
  }
}

/** GitHub keeps ten tokens per person, app and scope set: the eleventh login revokes the oldest. */
function makeRoom(tokens: Map<string, IssuedToken>, grant: TokenGrant, now: number): void {
  const alike = [...tokens.values()].filter((token) => isSameGrant(token, grant) && isUsable(token, now))
  for (const oldest of alike.slice(0, Math.max(0, alike.length - MAX_LIVE_TOKENS + 1))) {
    tokens.delete(oldest.accessToken)
  }
}

function createToken(grant: TokenGrant, lifetimeSeconds: number | undefined, now: number): IssuedToken {
  const { clientId, accountId, scope } = grant
  if (lifetimeSeconds === undefined) {
    return { clientId, accountId, scope, accessToken: `gho_${randomText(36)}` }
  }
  return {
    clientId,
    accountId,
    scope,
    accessToken: `ghu_${randomText(36)}`,
    expiresAt: now + lifetimeSeconds * 1000,
    refreshToken: `ghr_${randomText(76)}`,
    refreshExpiresAt: now + REFRESH_TOKEN_LIFETIME_SECONDS * 1000,
  }
}

function isSameGrant(a: TokenGrant, b: TokenGrant): boolean {
  return (
    a.clientId === b.clientId &&
    a.accountId === b.accountId &&
    [...a.scope].sort().join() === [...b.scope].sort().join()
  )
}

function isUsable(token: IssuedToken, now: number): boolean {
  return isBefore(now, token.refreshExpiresAt ?? token.expiresAt)
}

function isBefore(now: number, expiresAt: number | undefined): boolean {
  return expiresAt === undefined || now < expiresAt
}
