import type { AuthError } from './auth-error.ts'
import type { Session } from './auth-state.ts'
import type { LoginOptions } from './login-url.ts'
import type { ProviderId, User } from './register.ts'

/** Settings of `createAuthClient`; all optional. */
export interface AuthClientOptions<U = User> {
  /** Where the BFF's own routes are. Default `/bff`. */
  basePath?: string
  /** Where the proxied APIs are. Default `/api`. */
  apiPath?: string
  /** Provider that `login` uses when none is named. */
  provider?: ProviderId
  /** Session the page was rendered with, or null for none: saves the first request. */
  initialSession?: Session<U> | null
  /** Age in milliseconds from which coming back to the page re-checks the session. Default 60 000. */
  staleTime?: number
  /** Re-check when the person or the network comes back. Default true. */
  refetchOnFocus?: boolean
  /** Follow sign-in and sign-out in other tabs. Default true. */
  syncTabs?: boolean
  /** Turns the BFF's answer into the session; throws to refuse it. Default: a check of the shape. */
  parseSession?: (json: unknown) => Session<U>
  /** Called when a session was needed and there is none; once per session lost, and per `requireSession`. */
  onUnauthenticated?: (error: AuthError, context: { login(options?: LoginOptions): Promise<never> }) => void
  /** Replaces the global `fetch`. */
  fetch?: typeof fetch
}

/** What `logout` may ask for besides ending this session. */
export interface LogoutOptions {
  /** Local path to go to afterwards. Default: stay. */
  returnTo?: string | undefined
  /** End the person's sessions on all devices. Default false. */
  everywhere?: boolean
  /** End the provider's own session too, where it has such a thing. Default false. */
  federated?: boolean
}
