import type { Background } from '../background.ts'
import type { ProviderRegistry } from '../providers/registry.ts'
import type { ReturnToRules } from '../security/return-to.ts'
import type { FreshTokenSets } from '../session/fresh-token-set.ts'
import type { LoginTransactions } from '../session/login-transactions.ts'
import type { CookieProfile } from '../session/session-cookie.ts'
import type { RecordStore } from '../session/stores/record-store.ts'
import type { SessionStore } from '../session/stores/session-store.ts'
import type { TokenStore } from '../session/token-store.ts'

/** What routes are built from; each names in its signature what it uses. */
export interface RouteDeps {
  providers: ProviderRegistry
  transactions: LoginTransactions
  sessions: SessionStore
  records: RecordStore
  tokens: TokenStore
  fresh: FreshTokenSets
  background: Background
  profile: CookieProfile
  returnTo: ReturnToRules
  /** Origin of the public URL. */
  publicOrigin: string
  idleTimeoutMs: number
  absoluteTimeoutMs: number
  now: () => number
}
