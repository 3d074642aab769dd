/**
 * What the BFF and the SDK say to each other over HTTP: names, shapes and codes, nothing else.
 * Times are epoch milliseconds.
 */

/** Header that proves a call was made by same-origin script; its value is always `1`. */
export const CSRF_HEADER = 'x-csrf'

/** Query parameter that carries a {@link LoginFailureCode} back to the app after a failed login. */
export const AUTH_ERROR_PARAM = 'auth_error'

/** Start of the `type` of every problem the BFF itself answers; the code follows. No upstream's own error has it. */
export const PROBLEM_TYPE = 'urn:coatcheck:problem:'

/** Name of the readable hint cookie over https; its value is the session's `expiresAt` and unlocks nothing. */
export const HINT_COOKIE = '__Host-coatcheck-hint'

/** The hint cookie's name on loopback http, where browsers refuse the prefix. */
export const HINT_COOKIE_INSECURE = 'coatcheck-hint'

/** The signed-in person, as the account that signed in first describes them. */
export interface WireUser {
  /** `<provider>:<subject>`; stable, never an email or a login name. */
  id: string
  name?: string
  email?: string
  picture?: string
}

/** One account the session may act for. */
export interface WireConnection {
  /** Provider id as configured, for example `github`. */
  provider: string
  /** Subject at that provider; GitHub's is the numeric id. */
  accountId: string
  /** How the person would recognise the account: a login name or an email. */
  label?: string
  /** Scopes actually granted, which may be fewer than were asked for; those they include count, too. */
  scopes: string[]
  /** `reauth_required`: the provider refused the refresh token; connect again. */
  status: 'active' | 'reauth_required'
}

/** Body of `GET /bff/session` when signed in. */
export interface WireSession {
  user: WireUser
  connections: WireConnection[]
  authenticatedAt: number
  /** When the session ends whatever happens. */
  expiresAt: number
  /** When the session ends if no API call is made until then. */
  idleExpiresAt: number
}

/** One of a person's sessions, in the body of `GET /bff/sessions`. */
export interface WireListedSession {
  /** For `DELETE /bff/sessions/:id`; opens nothing. */
  id: string
  /** The browser and system that signed in; absent when they did not say. */
  device?: string
  createdAt: number
  /** To within a minute. */
  lastSeenAt: number
  /** The session that asks. */
  current: boolean
}

/** Body of `POST /bff/logout`. */
export interface WireLogout {
  /** Where to navigate to end the provider's session too; null when there is nowhere to go. */
  redirectTo: string | null
}

/** Stable codes of problem answers; each has one status. */
export type ProblemCode =
  | 'invalid_request'
  | 'unauthenticated'
  | 'reauth_required'
  | 'csrf'
  | 'not_connected'
  | 'insufficient_scope'
  | 'step_up_required'
  | 'route_not_found'
  | 'method_not_allowed'
  | 'payload_too_large'
  | 'rate_limited'
  | 'upstream_unreachable'
  | 'provider_unavailable'
  | 'session_store_unavailable'
  | 'upstream_timeout'
  | 'internal_error'

/** Stable codes of the `auth_error` parameter. */
export type LoginFailureCode =
  | 'access_denied'
  | 'login_expired'
  | 'login_failed'
  | 'provider_unavailable'
  | 'account_conflict'
  | 'invalid_request'

/** RFC 9457 problem details, the body of every error the BFF itself answers. */
export interface Problem {
  type: string
  title: string
  status: number
  code: ProblemCode
  detail?: string
  requestId: string
  provider?: string
  missingScopes?: string[]
  /** With `step_up_required`, seconds: how recent the sign-in must be. `max_age` of the login asks for it. */
  maxAge?: number
  /** With `step_up_required`: how strong it must be, each of these is enough. `acr_values` of the login asks for it. */
  acrValues?: string[]
}
