import type { AuthClientOptions, LogoutOptions } from './auth-client-options.ts'
import { AuthError, isAuthError } from './auth-error.ts'
import { endOf, type Session } from './auth-state.ts'
import type { Environment } from './environment.ts'
import type { Navigation } from './navigation.ts'
import type { ProviderId } from './register.ts'
import type { SessionKeeper } from './session-keeper.ts'
import type { SessionRequests } from './session-request.ts'

/** What an app does with the session itself. */
export interface SessionActions<U> {
  /**
   * Resolves when the session is known; no request if it is already. For loaders and guards.
   *
   * @param options `maxAge`: milliseconds from which a known session is asked for again; default never.
   *   `signal` ends this wait, not the request others may be waiting for.
   * @returns Null when nobody is signed in.
   * @throws {AuthError} The BFF could not be asked, and no session is known.
   */
  ensureSession(options?: { maxAge?: number; signal?: AbortSignal }): Promise<Session<U> | null>
  /**
   * Resolves with the session, or tells `onUnauthenticated` and throws.
   *
   * @throws {AuthError} `unauthenticated`: nobody is signed in. Otherwise as `ensureSession`.
   */
  requireSession(options?: { returnTo?: string; signal?: AbortSignal }): Promise<Session<U>>
  /** Asks the BFF now. @throws {AuthError} As `ensureSession`. */
  refresh(): Promise<Session<U> | null>
  /**
   * Ends the session, here and in all tabs, then leaves the page if there is somewhere to go.
   *
   * @throws {AuthError} The BFF could not be asked; the person is still signed in.
   */
  logout(options?: LogoutOptions): Promise<void>
  /**
   * Unlinks an account; the BFF revokes its tokens.
   *
   * @throws {AuthError} The account is still linked.
   */
  disconnect(provider: ProviderId): Promise<Session<U>>
}

/** What the actions are made of. */
export interface SessionActionParts<U> {
  keeper: SessionKeeper<U>
  requests: SessionRequests<U>
  navigation: Navigation
  environment: Environment
  onUnauthenticated: AuthClientOptions<U>['onUnauthenticated']
}

/** Creates the actions of one client. */
export function createSessionActions<U>(parts: SessionActionParts<U>): SessionActions<U> {
  const { keeper, requests, navigation } = parts
  const { store, loader } = keeper

  async function refresh(signal?: AbortSignal): Promise<Session<U> | null> {
    await untilAborted(loader.load(), signal)
    if (store.state.status === 'error') throw store.state.error
    return store.state.session
  }

  async function ensureSession(options: { maxAge?: number; signal?: AbortSignal } = {}) {
    const { session, status } = store.state
    const age = parts.environment.now() - store.checkedAt
    const isKnown = session ? endOf(session) > parts.environment.now() : status === 'unauthenticated'
    return isKnown && age <= (options.maxAge ?? Number.POSITIVE_INFINITY) ? session : refresh(options.signal)
  }

  return {
    refresh: () => refresh(),
    ensureSession,
    async requireSession({ returnTo, ...options } = {}) {
      const session = await ensureSession(options)
      if (session) return session
      const error = new AuthError('unauthenticated', 'Sign in to continue.')
      const login: Navigation['login'] = (more) =>
        navigation.login({ ...(returnTo && { returnTo }), ...more })
      parts.onUnauthenticated?.(error, { login })
      throw error
    },
    async logout({ returnTo, ...body } = {}) {
      const { redirectTo } = await requests.logout(body).catch((error: unknown) => {
        // Somebody was faster: there is nothing left to end.
        if (isAuthError(error, 'unauthenticated')) return { redirectTo: null }
        throw error
      })
      keeper.signOut()
      await navigation.leave(redirectTo, returnTo)
    },
    async disconnect(provider) {
      const refused = keeper.watch()
      const session = await requests.disconnect(provider).catch((error: unknown) => {
        if (isAuthError(error)) refused(error)
        throw error
      })
      return keeper.adopt(session)
    },
  }
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
