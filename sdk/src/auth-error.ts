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
  /** HTTP status, when there was an answer. */
  status?: number
  /** Provider whose account the call needed. */
  provider?: ProviderId
  /** Scopes the account lacks; pass them to `connect`. */
  missingScopes?: readonly string[]
  /** Finds the call in the BFF's log. */
  requestId?: string
  /** What was caught, or the upstream's own error body. */
  cause?: unknown
}

/**
 * The only error class of the SDK; branch on `code`, never on the message.
 *
 * @example
 * if (isAuthError(error, 'insufficient_scope')) show(error.missingScopes)
 */
export class AuthError extends Error {
  override readonly name = 'AuthError'
  readonly code: AuthErrorCode
  /** True when the same call may succeed later without anybody doing anything. */
  readonly isTransient: boolean
  declare readonly status?: number
  declare readonly provider?: ProviderId
  declare readonly missingScopes?: readonly string[]
  declare readonly requestId?: string

  constructor(code: AuthErrorCode, message: string, details: AuthErrorDetails = {}) {
    const { cause, ...known } = details
    super(message, { cause })
    this.code = code
    this.isTransient =
      ['network', 'timeout', 'provider_unavailable'].includes(code) ||
      known.status === 429 ||
      (known.status ?? 0) >= 500
    Object.assign(this, known)
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
  if (!(error instanceof Error) || error.name !== 'AuthError') return false
  const { code } = error as AuthError
  return codes.length === 0 || codes.some((candidate) => candidate === code)
}
