import type { ProviderId } from './register.ts'
import type { LoginFailureCode, ProblemCode } from './wire.ts'

/**
 * Why an operation failed; stable, and safe to switch on.
 *
 * The BFF's own codes keep their names. `upstream_error` is a third-party API's own refusal, `network` and
 * `timeout` mean the BFF did not answer, `server` means it answered something outside its contract.
 */
export type AuthErrorCode =
  | ProblemCode
  | LoginFailureCode
  | 'upstream_error'
  | 'network'
  | 'timeout'
  | 'server'

/** What may be known about a failure besides its code. */
export interface AuthErrorDetails {
  status?: number | undefined
  provider?: ProviderId | undefined
  missingScopes?: readonly string[] | undefined
  requestId?: string | undefined
  /** What was caught, or the upstream's own error body. */
  cause?: unknown
}

/**
 * The only error class of the SDK; branch on `code`, never on the message.
 *
 * @example
 * const scopes = isAuthError(error, 'insufficient_scope') ? error.missingScopes : []
 */
export class AuthError extends Error {
  override readonly name = 'AuthError'
  readonly code: AuthErrorCode
  /** True when the same call may succeed later without anybody doing anything. */
  readonly isTransient: boolean
  /** HTTP status, when there was an answer. */
  declare readonly status?: number | undefined
  /** Provider whose account the call needed. */
  declare readonly provider?: ProviderId | undefined
  /** Scopes the account lacks; pass them to `connect`. */
  declare readonly missingScopes?: readonly string[] | undefined
  /** Finds the call in the BFF's log. */
  declare readonly requestId?: string | undefined

  constructor(code: AuthErrorCode, message: string, { cause, ...details }: AuthErrorDetails = {}) {
    super(message, { cause })
    const { status = 0 } = details
    this.code = code
    this.isTransient = /network|timeout|unavailable/.test(code) || status === 429 || status >= 500
    Object.assign(this, details)
  }
}

/**
 * Tells whether a caught value is an {@link AuthError}, optionally with one of the given codes.
 *
 * Recognises by name, so that errors of a second copy of the package or of another realm count too.
 */
export function isAuthError<C extends AuthErrorCode = AuthErrorCode>(
  error: unknown,
  ...codes: C[]
): error is AuthError & { code: C } {
  const { name, code } = (error ?? {}) as Partial<AuthError>
  return name === 'AuthError' && (codes.length === 0 || codes.some((one) => one === code))
}
