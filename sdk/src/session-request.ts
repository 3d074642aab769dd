import type { ApiFetch } from './api-fetch.ts'
import { AuthError } from './auth-error.ts'
import type { Session } from './auth-state.ts'
import { readError, unanswered } from './bff-error.ts'
import type { WireSession } from './wire.ts'

const TIMEOUT_MS = 15_000

/**
 * Calls one of the BFF's own JSON routes.
 *
 * @param parse Makes the result out of the body, which is null for a 204.
 * @throws {AuthError} The problem's code, `network`, `timeout`, or `server`: an answer outside the contract.
 */
export type SessionRequest = <T>(path: string, parse: (json: unknown) => T, init?: RequestInit) => Promise<T>

/** Creates the calls to the routes under `basePath`. */
export function createSessionRequest(basePath: string, apiFetch: ApiFetch): SessionRequest {
  return async (path, parse, init) => {
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const response = await apiFetch(basePath + path, { ...init, signal, cache: 'no-store' }).catch(
      (error) => {
        throw unanswered(error)
      },
    )
    if (!response.ok) throw await readError(response, 'server')
    try {
      return parse(response.status === 204 ? null : await response.json())
    } catch (cause) {
      throw new AuthError('server', 'Unexpected answer', { cause })
    }
  }
}

/**
 * Checks that an answer has the shape of a session, for clients without a `parseSession` of their own.
 *
 * @throws {TypeError} It has not: most likely something other than the BFF answered.
 */
export function parseWireSession<U>(json: unknown): Session<U> {
  const { user, connections, expiresAt } = json as Partial<WireSession>
  if (!user?.id || !Array.isArray(connections) || !expiresAt) throw new TypeError('not a session')
  return json as Session<U>
}
