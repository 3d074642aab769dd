import { AuthError } from './auth-error.ts'
import { endOf, type Session } from './auth-state.ts'
import type { ClientParts } from './client-parts.ts'

/** The session for code that is not a component: loaders, guards, workers of the app. */
export interface SessionAccess<U> {
  /**
   * Resolves when the session is known; no request if it is already.
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
}

/** Creates the access to one client's session. */
export function createSessionAccess<U>(parts: ClientParts<U>): SessionAccess<U> {
  const { store, loader, environment, navigation, onUnauthenticated } = parts

  async function refresh(signal?: AbortSignal): Promise<Session<U> | null> {
    await Promise.race([loader.load(), ...(signal ? [abortOf(signal)] : [])])
    const { status, error, session } = store.getState()
    if (status === 'error') throw error
    return session
  }

  async function ensureSession({ maxAge, signal }: { maxAge?: number; signal?: AbortSignal } = {}) {
    const { session, status } = store.getState()
    const now = environment.now()
    const isKnown = session ? endOf(session) > now : status === 'unauthenticated'
    const isYoung = maxAge === undefined || now - store.checkedAt() <= maxAge
    return isKnown && isYoung ? session : refresh(signal)
  }

  return {
    refresh: () => refresh(),
    ensureSession,
    async requireSession({ returnTo, ...options } = {}) {
      const session = await ensureSession(options)
      if (session) return session
      const error = new AuthError('unauthenticated', 'Nobody is signed in')
      onUnauthenticated?.(error, {
        login: (more) => navigation.login({ returnTo, ...more }),
      })
      throw error
    },
  }
}

function abortOf(signal: AbortSignal): Promise<never> {
  signal.throwIfAborted()
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
