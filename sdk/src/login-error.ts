import { AuthError } from './auth-error.ts'
import type { Environment } from './environment.ts'
import { AUTH_ERROR_PARAM, type LoginFailureCode } from './wire.ts'

const CODES: readonly string[] = [
  'access_denied',
  'login_expired',
  'login_failed',
  'provider_unavailable',
  'account_conflict',
  'invalid_request',
] satisfies LoginFailureCode[]

/**
 * Takes the failure that a redirect brought back, and removes it from the address bar.
 *
 * The parameter is anybody's to write into a link, so anything but the known codes says no more than
 * `login_failed`.
 *
 * @returns Null when the page was not reached by a failed login.
 */
export function takeLoginError({ page }: Environment): AuthError | null {
  const url = page && new URL(page.location.href)
  const code = url?.searchParams.get(AUTH_ERROR_PARAM)
  if (!url || !code) return null

  url.searchParams.delete(AUTH_ERROR_PARAM)
  page.history.replaceState(page.history.state, '', url)
  const known = CODES.includes(code) ? (code as LoginFailureCode) : 'login_failed'
  return new AuthError(known, `The login failed: ${known}`)
}
