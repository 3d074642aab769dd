import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Background } from '../background.ts'
import { reissueSessionCookie } from './reissue-cookie.ts'
import { type ResealDeps, resealTokens } from './reseal-tokens.ts'
import type { CookieProfile } from './session-cookie.ts'
import type { ActiveSession } from './session-reader.ts'

interface Deps extends ResealDeps {
  profile: CookieProfile
  /** The first signs and seals; all verify and open. */
  secrets: readonly string[]
  background: Background
}

/**
 * Creates what moves a standing session to the first secret, when an older one had signed its cookie:
 * the cookie with the answer, the tokens behind it. Afterwards the older secret is not needed for it.
 */
export function moveToFirstSecret({
  profile,
  secrets,
  background,
  ...deps
}: Deps): (session: ActiveSession, req: IncomingMessage, res: ServerResponse) => void {
  return function moveSession(session, req, res) {
    if (!reissueSessionCookie(req, res, profile, secrets)) return
    background.runUntilDone('sealing tokens with the first secret', () => resealTokens(session, deps))
  }
}
