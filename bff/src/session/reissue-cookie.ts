import type { IncomingMessage, ServerResponse } from 'node:http'
import { stringifySetCookie } from 'cookie'
import { sign } from 'cookie-signature'
import { type CookieProfile, sessionIdFrom } from './session-cookie.ts'

/**
 * Signs the session cookie with the first secret when an older one had signed it, so that the older
 * secret can be taken away. The session and its id stay; the attributes are those express-session sets.
 *
 * Call it for a session that stands: what it sets is not judged again.
 *
 * @param secrets The first signs, all verify.
 * @returns whether there was a need to.
 */
export function reissueSessionCookie(
  req: IncomingMessage,
  res: ServerResponse,
  profile: CookieProfile,
  secrets: readonly string[],
): boolean {
  const [signing] = secrets
  const sessionId = sessionIdFrom(req, profile, secrets)
  if (signing === undefined || sessionId === undefined) return false
  if (sessionIdFrom(req, profile, [signing]) !== undefined) return false

  const { session: name, secure, sameSite } = profile
  const value = `s:${sign(sessionId, signing)}`
  res.appendHeader(
    'Set-Cookie',
    stringifySetCookie({ name, value, path: '/', httpOnly: true, secure, sameSite }),
  )
  return true
}
