import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Background } from '../background.ts'
import type { ProviderRegistry } from '../providers/registry.ts'
import type { ReturnToRules } from '../security/return-to.ts'
import type { LoginTransactions } from '../session/login-transactions.ts'
import type { RefreshFailures } from '../session/refresh-failures.ts'
import type { CookieProfile } from '../session/session-cookie.ts'
import type { SessionIndex } from '../session/session-index.ts'
import type { ActiveSession } from '../session/session-reader.ts'
import type { RecordStore } from '../session/stores/record-store.ts'
import type { SessionChanges } from '../session/stores/session-changes.ts'
import type { SessionStore } from '../session/stores/session-store.ts'
import type { TokenRemoval } from '../session/token-removal.ts'
import type { TokenStore } from '../session/token-store.ts'
import type { UserSessions } from '../session/user-sessions.ts'

/** What routes are built from; each names in its signature what it uses. */
export interface RouteDeps {
  providers: ProviderRegistry
  transactions: LoginTransactions
  sessions: SessionStore
  records: RecordStore
  changes: SessionChanges
  tokens: TokenStore
  removal: TokenRemoval
  failures: RefreshFailures
  index: SessionIndex
  userSessions: UserSessions
  background: Background
  profile: CookieProfile
  returnTo: ReturnToRules
  /** Origin of the public URL. */
  publicOrigin: string
  idleTimeoutMs: number
  absoluteTimeoutMs: number
  maxSessionsPerUser: number | undefined
  /** Id in the session cookie, when it is signed by us, whether or not there is such a session. */
  sessionIdOf(req: IncomingMessage): string | undefined
  /** Moves a standing session's cookie and tokens to the first secret, when an older one had signed the cookie. */
  moveToFirstSecret(session: ActiveSession, req: IncomingMessage, res: ServerResponse): void
  now: () => number
}
