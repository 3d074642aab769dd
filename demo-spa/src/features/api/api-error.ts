/**
 * Why a call to GitHub or Google did not do its job: what the app can say and offer differs for each.
 *
 * `offline` is the browser's side of the network, `unavailable` the BFF's or the upstream's.
 */
export type ApiErrorReason =
  | 'offline'
  | 'unavailable'
  | 'rate_limited'
  | 'unauthenticated'
  | 'reauth_required'
  | 'not_connected'
  | 'insufficient_scope'
  | 'forbidden'
  | 'not_found'
  | 'invalid'
  | 'unknown'

/** What is known about a failed call besides its reason. */
export interface ApiErrorDetails {
  status?: number
  /** Epoch milliseconds before which asking again is pointless. */
  retryAt?: number
  /** Finds the call in the BFF's log. */
  requestId?: string
  cause?: unknown
}

/** The one error of this app's data access; branch on `reason`, never on the message. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly reason: ApiErrorReason
  readonly details: ApiErrorDetails

  constructor(reason: ApiErrorReason, message: string, details: ApiErrorDetails = {}) {
    super(message, { cause: details.cause })
    this.reason = reason
    this.details = details
  }

  /** True when the same call may succeed soon without anybody doing anything. */
  get isTransient(): boolean {
    return this.reason === 'offline' || this.reason === 'unavailable'
  }
}
