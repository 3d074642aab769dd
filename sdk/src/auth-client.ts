import { type AccountActions, createAccountActions } from './account-actions.ts'
import { createUpstreamApi, type UpstreamApi } from './api-fetch.ts'
import type { AuthClientOptions } from './auth-client-options.ts'
import type { AuthError } from './auth-error.ts'
import type { AuthEvents, OnEvent } from './auth-events.ts'
import { type Session, type SessionState, stateOf } from './auth-state.ts'
import { type ClientParts, createClientParts } from './client-parts.ts'
import { currentEnvironment, type Environment } from './environment.ts'
import { takeLoginError } from './login-error.ts'
import type { Navigation } from './navigation.ts'
import type { UpstreamId, User } from './register.ts'
import { createSessionAccess, type SessionAccess } from './session-access.ts'

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
  const parts = createClientParts(options, environment)
  const { apiPath = '/api' } = options
  const { apiFetch } = parts
  return {
    ...parts.navigation,
    ...createSessionAccess(parts),
    ...createAccountActions(parts),
    ...createView(parts),
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

function createView<U>(parts: ClientParts<U>): View<U> {
  const { store, loader, retainer } = parts
  let serverState = parts.initialState
  let loginError = takeLoginError(parts.environment)
  // Whoever listens needs the truth, so listening is what starts looking for it.
  const on: typeof store.on = (event, listener) => {
    const stop = store.on(event, listener)
    const release = retainer.retain()
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
      loader.discard()
      serverState = stateOf(session)
      store.reset(serverState)
    },
    destroy() {
      loader.discard()
      retainer.destroy()
    },
  }
}
