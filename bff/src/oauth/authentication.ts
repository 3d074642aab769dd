import type { IDToken } from 'oauth4webapi'
import { LoginFailure } from '../errors.ts'

/** When and how a person last proved to a provider who they are, as far as its ID token says. */
export interface Authentication {
  /** Epoch milliseconds, by our clock; absent when the provider does not say. */
  at?: number
  /** Authentication context class: the provider's name for how strong the proof was. */
  acr?: string
}

/** What a call, or a login, needs of an authentication; all that is named. */
export interface AuthenticationNeed {
  /** Seconds since the person was last asked. */
  maxAge?: number | undefined
  /** Context classes, each of which is enough. */
  acr?: readonly string[] | undefined
}

const MAX_ACR_LENGTH = 256

/**
 * Reads when and how the person authenticated. The age is told by the provider's clock alone, from `auth_time` to
 * `iat`: the ID token has just been issued, and its clock need not agree with ours.
 *
 * @param acrValues What the login asked for. The provider may answer with less, as `acr_values` is a wish.
 * @param now Epoch milliseconds.
 * @throws {LoginFailure} `login_failed`: none of these was reached. To ask again would be a loop.
 * @see OpenID Connect Core sections 2 and 3.1.3.7 (12), RFC 9470 section 5
 */
export function readAuthentication(
  claims: IDToken | undefined,
  acrValues: readonly string[] | undefined,
  now: number,
): Authentication {
  const acr = isAcr(claims?.acr) ? claims.acr : undefined
  if (acrValues && (acr === undefined || !acrValues.includes(acr))) {
    throw new LoginFailure('login_failed', 'the provider did not authenticate the person as was asked for')
  }
  return {
    ...(claims?.auth_time === undefined ? {} : { at: now - ageOf(claims.iat, claims.auth_time) }),
    ...(acr === undefined ? {} : { acr }),
  }
}

/**
 * Whether an authentication is as recent and as strong as is needed. What the provider did not say is not.
 *
 * @param now Epoch milliseconds.
 */
export function satisfies(
  { at, acr }: Authentication,
  { maxAge, acr: accepted }: AuthenticationNeed,
  now: number,
): boolean {
  const isRecent = maxAge === undefined || (at !== undefined && now - at <= maxAge * 1000)
  return isRecent && (accepted === undefined || (acr !== undefined && accepted.includes(acr)))
}

/** Nobody authenticates in the future: that would never grow old. */
function ageOf(iat: number, authTime: number): number {
  return Math.max(0, iat - authTime) * 1000
}

function isAcr(acr: unknown): acr is string {
  return typeof acr === 'string' && acr !== '' && acr.length <= MAX_ACR_LENGTH
}
