import type { IncomingMessage } from 'node:http'
import { HINT_COOKIE, HINT_COOKIE_INSECURE } from '@coatcheck/sdk/wire'
import { unsign } from 'cookie-signature'
import { BffError } from '../errors.ts'

/** Names and attributes of this deployment's cookies. */
export interface CookieProfile {
  /** Over https every cookie is Secure and carries a prefix that browsers enforce. */
  readonly secure: boolean
  readonly session: string
  readonly hint: string
  /** A login transaction's cookie name is this and its id. */
  readonly loginPrefix: string
  readonly sameSite: 'strict' | 'lax'
}

/**
 * @param publicUrl Decides by its scheme; browsers refuse the prefixes on plain http.
 * @see draft-ietf-httpbis-layered-cookies, "__Host-Http-" prefix
 */
export function cookieProfile(publicUrl: string, sameSite: 'strict' | 'lax'): CookieProfile {
  const secure = publicUrl.startsWith('https:')
  const prefix = secure ? '__Host-Http-' : ''
  return {
    secure,
    session: `${prefix}coatcheck`,
    hint: secure ? HINT_COOKIE : HINT_COOKIE_INSECURE,
    loginPrefix: `${prefix}coatcheck-login-`,
    sameSite,
  }
}

/** Every cookie of the request in the order sent, names and values as sent; duplicates are kept. */
export function requestCookies(req: IncomingMessage): { name: string; value: string }[] {
  return (req.headers.cookie ?? '').split(';').flatMap((part) => {
    const equals = part.indexOf('=')
    if (equals < 1) return []
    return [{ name: part.slice(0, equals).trim(), value: part.slice(equals + 1).trim() }]
  })
}

/**
 * Finds the session cookie's value, as sent and not verified.
 *
 * @throws {BffError} `invalid_request` (400): two cookies of that name. One of them may have been
 *   planted by a sibling domain, and choosing would be guessing.
 */
export function sessionCookie(req: IncomingMessage, profile: CookieProfile): string | undefined {
  const header = req.headers.cookie ?? ''
  let value: string | undefined
  for (let start = 0; start < header.length; ) {
    const semicolon = header.indexOf(';', start)
    const end = semicolon === -1 ? header.length : semicolon
    const equals = header.indexOf('=', start)
    if (equals !== -1 && equals < end && header.slice(start, equals).trim() === profile.session) {
      if (value !== undefined) throw sentTwice()
      value = header.slice(equals + 1, end).trim()
    }
    start = end + 1
  }
  return value
}

function sentTwice(): BffError {
  return new BffError('invalid_request', 'The session cookie was sent twice; clear the cookies of this site.')
}

/**
 * Reads the session id from the session cookie's value, by the same signature rule as express-session.
 *
 * @param secrets All verify.
 * @returns undefined for a value that is not signed by us.
 */
export function sessionIdIn(cookie: string, secrets: readonly string[]): string | undefined {
  const value = decode(cookie)
  if (!value.startsWith('s:')) return undefined
  for (const secret of secrets) {
    const sessionId = unsign(value.slice(2), secret)
    if (sessionId !== false) return sessionId
  }
  return undefined
}

/**
 * {@link sessionIdIn} the request's session cookie.
 *
 * @returns undefined without a cookie, and for one that is not signed by us.
 * @throws {BffError} as {@link sessionCookie}.
 */
export function sessionIdFrom(
  req: IncomingMessage,
  profile: CookieProfile,
  secrets: readonly string[],
): string | undefined {
  const cookie = sessionCookie(req, profile)
  return cookie === undefined ? undefined : sessionIdIn(cookie, secrets)
}

/** Quotes around it count for nothing, as with the cookie parser of express-session. */
function decode(value: string): string {
  const isQuoted = value.length > 1 && value.startsWith('"') && value.endsWith('"')
  try {
    return decodeURIComponent(isQuoted ? value.slice(1, -1) : value)
  } catch {
    return ''
  }
}
