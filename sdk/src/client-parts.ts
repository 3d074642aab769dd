import { type ApiFetch, createApiFetch, currentFetch } from './api-fetch.ts'
import type { AuthClientOptions } from './auth-client-options.ts'
import { LOADING, type Session, type SessionState, stateOf } from './auth-state.ts'
import { type AuthStore, createAuthStore } from './auth-store.ts'
import { type CrossTab, createCrossTab } from './cross-tab.ts'
import type { Environment } from './environment.ts'
import { hasHint } from './hint-cookie.ts'
import { createLeavePage, type LeavePage } from './leave-page.ts'
import { createNavigation, type Navigation } from './navigation.ts'
import { createRefusalWatch } from './refusal-watch.ts'
import { createRetainer, type Retainer } from './retainer.ts'
import { revalidate } from './revalidate.ts'
import { createSessionLoader, type SessionLoader } from './session-loader.ts'
import { createSessionRequest, parseWireSession, type SessionRequest } from './session-request.ts'

/** What a client is made of, for the groups of functions that make up its surface. */
export interface ClientParts<U> {
  environment: Environment
  /** What the server rendered. */
  initialState: SessionState<U>
  store: AuthStore<U>
  request: SessionRequest
  parseSession: (json: unknown) => Session<U>
  loader: SessionLoader
  tabs: CrossTab
  retainer: Retainer
  leave: LeavePage
  navigation: Navigation
  apiFetch: ApiFetch
  onUnauthenticated: AuthClientOptions<U>['onUnauthenticated']
}

/** Puts the parts of one client together; nothing runs until somebody retains it. */
export function createClientParts<U>(
  options: AuthClientOptions<U>,
  environment: Environment,
): ClientParts<U> {
  const {
    basePath = '/bff',
    parseSession = parseWireSession,
    fetch = currentFetch,
    onUnauthenticated,
  } = options
  const { staleTime = 60_000, refetchOnFocus = true, syncTabs = true } = options
  const initialState = stateOf(options.initialSession)
  const isAnonymous = initialState === LOADING && environment.page && !hasHint(environment)
  const store = createAuthStore(isAnonymous ? stateOf<U>(null) : initialState, environment.now)
  const apiFetch = createApiFetch(fetch, () => watch(), environment)
  const request = createSessionRequest(basePath, apiFetch)
  const parseAnswer = (json: unknown) => (json === null ? null : parseSession(json))
  const loader = createSessionLoader(store, () => request('/session', parseAnswer), environment)
  const tabs = createCrossTab(store, loader, syncTabs ? `coatcheck:${basePath}` : '')
  const leave = createLeavePage(environment)
  const navigation = createNavigation({ basePath, defaultProvider: options.provider, leave }, environment)
  const watch = createRefusalWatch(store, loader, (refusal) => onUnauthenticated?.(refusal, navigation))

  function start(): () => void {
    if (!environment.page) return () => {}
    tabs.open()
    const stop = revalidate(store, loader, environment, { staleTime, refetchOnFocus })
    return () => {
      stop()
      tabs.close()
    }
  }

  const retainer = createRetainer(start)
  const session = { initialState, store, request, parseSession, loader, tabs, retainer }
  return { environment, ...session, leave, navigation, apiFetch, onUnauthenticated }
}
