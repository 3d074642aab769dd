import { type AccountActions, createAccountActions } from './account-actions.ts'
import { createApiFetch, createUpstreamApi, type UpstreamApi } from './api-fetch.ts'
import type { AuthClientOptions } from './auth-client-options.ts'
import type { AuthError } from './auth-error.ts'
import type { AuthEvents, OnEvent } from './auth-events.ts'
import { authenticated, LOADING, type Session, type SessionState, unauthenticated } from './auth-state.ts'
import { createAuthStore } from './auth-store.ts'
import type { ClientParts } from './client-parts.ts'
import { currentEnvironment, type Environment } from './environment.ts'
import { readHint } from './hint-cookie.ts'
import { createLeavePage } from './leave-page.ts'
import { takeLoginError } from './login-error.ts'
import { createNavigation, type Navigation } from './navigation.ts'
import { createRefusalWatch } from './refusal-watch.ts'
import type { UpstreamId, User } from './register.ts'
import { createSessionAccess, type SessionAccess } from './session-access.ts'
import { createSessionKeeper } from './session-keeper.ts'
import { createSessionRequest, parseWireSession } from './session-request.ts'

/**
 * The session of this tab, and everything an app does with it. Its functions need no `this`.
 *
 * None of them returns a token: there is none in the browser.
 */
export interface AuthClient<U = User> extends Navigation, SessionAccess<U>, AccountActions<U> {
  /** What is known now; the same object until something changes. */
  getState(): SessionState<U>
  /** What the server rendered, for hydration. */
  getServerState(): SessionState<U>
  /** Calls back on every change, and keeps the session true meanwhile. @returns Unsubscribes. */
  subscribe(listener: () => void): () => void
  /** Calls back on events, and keeps the session true meanwhile. @returns Unsubscribes. */
  on: OnEvent<AuthEvents<U>>
  /** The failure that the last login or connect came back with; already gone from the address bar. */
  getLoginError(): AuthError | null
  /** Forgets that failure. */
  dismissLoginError(): void
  /**
   * `fetch` for this origin, with the CSRF header; hand it to any API client.
   *
   * Redirects are errors unless `init.redirect` says otherwise; another origin is never followed.
   *
   * @throws {TypeError} The address is of another origin; nothing was sent.
   */
  fetch(input: string | URL, init?: RequestInit): Promise<Response>
  /** Calls to one upstream, to which the BFF adds the person's token. */
  api(upstream: UpstreamId): UpstreamApi
  /** Shows the session that the server rendered. Call it before the first render. */
  hydrate(session: Session<U> | null): void
  /** Stops listening, for good. For tests and pages that unload the app. */
  destroy(): void
}

/**
 * Creates the client an app has one of.
 *
 * Importing and creating it sends nothing and starts nothing; the first subscriber does.
 *
 * @param environment Where it runs; only tests give one.
 *
 * @example
 * const auth = createAuthClient({ provider: 'github' })
 * auth.subscribe(() => render(auth.getState()))
 */
export function createAuthClient<U = User>(
  options: AuthClientOptions<U> = {},
  environment: Environment = currentEnvironment(),
): AuthClient<U> {
  const { basePath = '/bff', apiPath = '/api', parseSession = parseWireSession, onUnauthenticated } = options
  const { staleTime = 60_000, refetchOnFocus = true, syncTabs = true, initialSession } = options
  // Looked up at each call, so that whatever patches the global later is used.
  const send: typeof fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init))
  const leave = createLeavePage(environment)
  const navigation = createNavigation({ basePath, defaultProvider: options.provider, leave }, environment)
  const request = createSessionRequest(basePath, send, environment)
  const serverState = stateOf(initialSession)
  const isAnonymous = initialSession === undefined && environment.page && readHint(environment) === null
  const store = createAuthStore<U>(isAnonymous ? stateOf<U>(null) : serverState, environment.now)
  const keeper = createSessionKeeper<U>(
    store,
    {
      staleTime,
      refetchOnFocus,
      channel: syncTabs ? `coatcheck:${basePath}` : '',
      request: (signal) => request('/session', parseSession, { signal }),
    },
    environment,
  )
  const watch = createRefusalWatch(store, keeper, (refusal) => onUnauthenticated?.(refusal, navigation))
  const apiFetch = createApiFetch(send, watch, environment)
  const parts = { ...options, environment, store, keeper, request, parseSession, watch, leave, navigation }

  return {
    ...navigation,
    ...createSessionAccess(parts),
    ...createAccountActions(parts),
    ...createView(parts, serverState),
    fetch: apiFetch,
    api: (upstream) => createUpstreamApi(`${apiPath}/${upstream}`, apiFetch, environment),
  }
}

type View<U> = Pick<
  AuthClient<U>,
  | 'getState'
  | 'getServerState'
  | 'subscribe'
  | 'on'
  | 'getLoginError'
  | 'dismissLoginError'
  | 'hydrate'
  | 'destroy'
>

function createView<U>(
  { store, keeper, environment }: ClientParts<U>,
  serverState: SessionState<U>,
): View<U> {
  let loginError = takeLoginError(environment)
  // Whoever listens needs the truth, so listening is what starts looking for it.
  const on: typeof store.on = (event, listener) => {
    const stop = store.on(event, listener)
    const release = keeper.retain()
    return () => {
      stop()
      release()
    }
  }

  return {
    on,
    subscribe: (listener) => on('change', listener),
    getState: store.getState,
    getServerState: () => serverState,
    getLoginError: () => loginError,
    dismissLoginError() {
      loginError = null
      store.emit('change', undefined)
    },
    hydrate(session) {
      keeper.discard()
      serverState = stateOf(session)
      store.reset(serverState)
    },
    destroy: keeper.destroy,
  }
}

function stateOf<U>(session: Session<U> | null | undefined): SessionState<U> {
  if (session) return authenticated(session)
  return session === null ? unauthenticated('anonymous') : LOADING
}
