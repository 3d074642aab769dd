import { createApiFetch, createUpstreamApi, type UpstreamApi } from './api-fetch.ts'
import type { AuthClientOptions } from './auth-client-options.ts'
import type { AuthError } from './auth-error.ts'
import type { AuthEvents } from './auth-events.ts'
import type { Session, SessionState } from './auth-state.ts'
import { browserEnvironment, type Environment } from './environment.ts'
import { takeLoginError } from './login-error.ts'
import { createNavigation, type Navigation } from './navigation.ts'
import type { UpstreamId, User } from './register.ts'
import { createSessionActions, type SessionActions } from './session-actions.ts'
import { SessionKeeper } from './session-keeper.ts'
import { createSessionRequests, parseWireSession } from './session-request.ts'

/**
 * The session of this tab, and everything an app does with it. Its functions need no `this`.
 *
 * None of them returns a token: there is none in the browser.
 */
export interface AuthClient<U = User>
  extends SessionActions<U>,
    Pick<Navigation, 'login' | 'loginUrl' | 'connect'> {
  /** What is known now; the same object until something changes. */
  getState(): SessionState<U>
  /** What the server rendered, for hydration. */
  getServerState(): SessionState<U>
  /** Calls back on every change, and keeps the session true meanwhile. @returns Unsubscribes. */
  subscribe(listener: () => void): () => void
  /** Calls back on events, and keeps the session true meanwhile. @returns Unsubscribes. */
  on<K extends keyof AuthEvents<U>>(event: K, listener: (detail: AuthEvents<U>[K]) => void): () => void
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
  environment: Environment = browserEnvironment(),
): AuthClient<U> {
  const { basePath = '/bff', apiPath = '/api', onUnauthenticated } = options
  // Looked up at each call, so that whatever patches the global later is used.
  const send: typeof fetch = options.fetch ?? ((input, init) => fetch(input, init))
  const requests = createSessionRequests<U>(
    { parseSession: parseWireSession, ...options, basePath, fetch: send },
    environment,
  )
  const keeper = new SessionKeeper<U>(
    {
      initialSession: options.initialSession,
      staleTime: options.staleTime ?? 60_000,
      refetchOnFocus: options.refetchOnFocus ?? true,
      channel: options.syncTabs === false ? undefined : `coatcheck:${basePath}`,
      request: requests.session,
      onLost: (refusal) => onUnauthenticated?.(refusal, navigation),
    },
    environment,
  )
  const navigation = createNavigation(basePath, options.provider, keeper.store, environment)
  const apiFetch = createApiFetch({ fetch: send, watch: () => keeper.watch() }, environment)

  return {
    ...createSessionActions({ keeper, requests, navigation, environment, onUnauthenticated }),
    ...createView(keeper, environment),
    login: navigation.login,
    loginUrl: navigation.loginUrl,
    connect: navigation.connect,
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

function createView<U>(keeper: SessionKeeper<U>, environment: Environment): View<U> {
  const { store } = keeper
  let loginError = takeLoginError(environment)
  // Whoever listens needs the truth, so listening is what starts looking for it.
  const whileRetained = (stop: () => void) => {
    const release = keeper.retain()
    return () => {
      stop()
      release()
    }
  }

  return {
    getState: () => store.state,
    getServerState: () => keeper.serverState,
    subscribe: (listener) => whileRetained(store.subscribe(listener)),
    on: (event, listener) => whileRetained(store.events.on(event, listener)),
    getLoginError: () => loginError,
    dismissLoginError() {
      loginError = null
      store.notify()
    },
    hydrate: (session) => keeper.hydrate(session),
    destroy: () => keeper.destroy(),
  }
}
