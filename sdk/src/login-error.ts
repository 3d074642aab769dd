import { AuthError } from './auth-error.ts'
import type { Environment } from './environment.ts'
import { AUTH_ERROR_PARAM, type LoginFailureCode } from './wire.ts'

const MESSAGES: Record<LoginFailureCode, string> = {
  access_denied: 'Access was not granted.',
  login_expired: 'The login took too long or was already used; start again.',
  login_failed: 'The login could not be completed.',
  provider_unavailable: 'The provider could not be reached.',
  account_conflict: 'That account belongs to another session or person.',
  invalid_request: 'The login request was not valid.',
}

/**
 * Takes the failure that a redirect brought back, and removes it from the address bar.
 *
 * The parameter is anybody's to write into a link, so only the six known codes count and the sentence shown
 * is ours.
 *
 * @returns Absent when the page was not reached by a failed login.
 */
export function takeLoginError(environment: Environment): AuthError | null {
  const href = environment.href()
  if (!href?.includes(AUTH_ERROR_PARAM)) return null

  const url = new URL(href)
  const code = url.searchParams.get(AUTH_ERROR_PARAM)
  if (code === null) return null
  url.searchParams.delete(AUTH_ERROR_PARAM)
  environment.replaceUrl(url.href)

  return isLoginFailureCode(code) ? new AuthError(code, MESSAGES[code]) : null
}

function isLoginFailureCode(code: string): code is LoginFailureCode {
  return Object.hasOwn(MESSAGES, code)
}
