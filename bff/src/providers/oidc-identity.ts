import type { IDToken, UserInfoResponse } from 'oauth4webapi'
import type { TokenSet } from '../oauth/token-set.ts'
import { fetchUserinfo, type UserinfoRequest } from '../oauth/userinfo.ts'
import type { Identity } from './provider.ts'

/** Where an identity is read, and how much of it is believed. */
export interface IdentitySource extends Omit<UserinfoRequest, 'accessToken' | 'dpopKey' | 'subject'> {
  /** An email counts without being called verified. */
  trustsEmail: boolean
}

type Claims = Partial<IDToken> | UserInfoResponse

/**
 * Says whose account it is by the claims of a verified ID token. What a granted scope promises and the token
 * leaves out is asked of the userinfo endpoint, where there is one.
 *
 * @throws {LoginFailure} `login_failed`: the userinfo is of somebody else, or cannot be trusted.
 * @throws {BffError} `provider_unavailable` (503).
 * @see OpenID Connect Core sections 5.3 and 5.4
 */
export async function oidcIdentity(
  source: IdentitySource,
  { accessToken, scope, dpopKey }: Pick<TokenSet, 'accessToken' | 'scope' | 'dpopKey'>,
  claims: IDToken | undefined,
): Promise<Identity> {
  if (!claims) throw new TypeError('an ID token was required and is not there')
  const isAsked = source.server.userinfo_endpoint !== undefined && leavesOut(claims, scope)
  const told = isAsked ? await fetchUserinfo({ ...source, accessToken, dpopKey, subject: claims.sub }) : {}
  return toIdentity(claims, told, source.trustsEmail)
}

function leavesOut(claims: IDToken, scope: readonly string[]): boolean {
  const lacksName = scope.includes('profile') && text(claims.name) === undefined
  const lacksEmail = scope.includes('email') && text(claims.email) === undefined
  return lacksName || lacksEmail
}

/** Claims are copied one by one: whatever else there is goes no further. */
function toIdentity(claims: IDToken, told: Claims, trustsEmail: boolean): Identity {
  const either = (name: string) => text(claims[name]) ?? text(told[name])
  const name = either('name')
  const picture = either('picture')
  // An address and whether it is verified belong together: never the one of one and the other of another.
  const email = emailIn(claims, trustsEmail) ?? emailIn(told, trustsEmail)
  const label = email ?? either('preferred_username')
  const sid = text(claims.sid)
  return {
    sub: claims.sub,
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email }),
    ...(label === undefined ? {} : { label }),
    ...(picture === undefined ? {} : { picture }),
    ...(sid === undefined ? {} : { sid }),
  }
}

function emailIn(claims: Claims, trustsEmail: boolean): string | undefined {
  return claims.email_verified === true || trustsEmail ? text(claims.email) : undefined
}

function text(claim: unknown): string | undefined {
  return typeof claim === 'string' && claim !== '' ? claim : undefined
}
