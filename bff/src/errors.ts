import type { LoginFailureCode, ProblemCode } from '@coatcheck/sdk/wire'

const PROBLEM_STATUS: Record<ProblemCode, number> = {
  invalid_request: 400,
  unauthenticated: 401,
  reauth_required: 401,
  csrf: 403,
  not_connected: 403,
  insufficient_scope: 403,
  step_up_required: 403,
  route_not_found: 404,
  method_not_allowed: 405,
  payload_too_large: 413,
  rate_limited: 429,
  upstream_unreachable: 502,
  provider_unavailable: 503,
  session_store_unavailable: 503,
  upstream_timeout: 504,
  internal_error: 500,
}

/** What a failure tells beyond its code; every field may be shown to the browser. */
export interface BffErrorDetails {
  /** The lower error; logged by name and code, never sent. */
  cause?: unknown
  /** Provider id, when the failure concerns one. */
  provider?: string
  /** Scopes the call needs and the connection lacks. */
  missingScopes?: readonly string[]
  /** Seconds: how recent the sign-in must be that the call needs. */
  maxAge?: number
  /** How strong it must be; each of these is enough. */
  acrValues?: readonly string[]
  /** Methods for the `Allow` header of a 405. */
  allow?: readonly string[]
  /** Seconds for the `Retry-After` header of a 429 or 503. Default 5 for those. */
  retryAfterSeconds?: number
}

/**
 * A failure with a stable code; the one error class of this workspace.
 *
 * `message` is written for the person who reads the problem's `detail`: it names
 * no token, code, secret, host or path of ours.
 *
 * @see RFC 9457
 */
export class BffError extends Error {
  override readonly name = 'BffError'
  readonly code: ProblemCode
  readonly status: number
  readonly details: BffErrorDetails

  constructor(code: ProblemCode, message: string, details: BffErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.status = PROBLEM_STATUS[code]
    this.details = details
  }
}

/**
 * A login that cannot be finished, although the authorization response itself was ours:
 * the callback sends the browser back to the app with this code.
 */
export class LoginFailure extends Error {
  override readonly name = 'LoginFailure'
  readonly code: LoginFailureCode

  constructor(code: LoginFailureCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
  }
}
