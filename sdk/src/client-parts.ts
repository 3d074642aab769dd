import type { AuthClientOptions } from './auth-client-options.ts'
import type { Session } from './auth-state.ts'
import type { AuthStore } from './auth-store.ts'
import type { Environment } from './environment.ts'
import type { LeavePage } from './leave-page.ts'
import type { Navigation } from './navigation.ts'
import type { RefusalWatch } from './refusal-watch.ts'
import type { SessionKeeper } from './session-keeper.ts'
import type { SessionRequest } from './session-request.ts'

/** What a client is made of, for the groups of functions that make up its surface. */
export interface ClientParts<U> {
  environment: Environment
  store: AuthStore<U>
  keeper: SessionKeeper
  request: SessionRequest
  watch: RefusalWatch
  parseSession: (json: unknown) => Session<U>
  leave: LeavePage
  navigation: Navigation
  onUnauthenticated?: AuthClientOptions<U>['onUnauthenticated']
}
