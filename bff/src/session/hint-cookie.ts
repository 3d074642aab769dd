import type { IncomingMessage, ServerResponse } from 'node:http'
import { stringifySetCookie } from 'cookie'
import { type CookieProfile, requestCookies } from './session-cookie.ts'

/**
 * Tells the app, in a cookie that scripts may read, that there may be a session and until when.
 * It saves anonymous visitors a request and unlocks nothing; anybody may forge it.
 *
 * @param expiresAt Epoch milliseconds.
 */
export function setHintCookie(
  req: IncomingMessage,
  res: ServerResponse,
  profile: CookieProfile,
  expiresAt: number,
): void {
  const value = String(expiresAt)
  if (requestCookies(req).some((cookie) => cookie.name === profile.hint && cookie.value === value)) return
  res.appendHeader('Set-Cookie', stringifySetCookie({ name: profile.hint, value, ...attributes(profile) }))
}

/**
 * Expires the session's cookies, with the attributes they were set with: browsers ignore the
 * removal of a prefixed cookie without them.
 */
export function clearSessionCookies(req: IncomingMessage, res: ServerResponse, profile: CookieProfile): void {
  const sent = new Set(requestCookies(req).map((cookie) => cookie.name))
  const gone = { value: '', maxAge: 0, ...attributes(profile) }
  if (sent.has(profile.session)) {
    res.appendHeader('Set-Cookie', stringifySetCookie({ name: profile.session, ...gone, httpOnly: true }))
  }
  clearHintCookie(req, res, profile)
}

/**
 * Expires the hint alone. An answer to an old session's cookie may arrive after the answer that
 * set a new one, and must not take that away.
 */
export function clearHintCookie(req: IncomingMessage, res: ServerResponse, profile: CookieProfile): void {
  if (!requestCookies(req).some((cookie) => cookie.name === profile.hint)) return
  const gone = { name: profile.hint, value: '', maxAge: 0, ...attributes(profile) }
  res.appendHeader('Set-Cookie', stringifySetCookie(gone))
}

function attributes({ secure, sameSite }: CookieProfile) {
  return { path: '/', secure, sameSite }
}
