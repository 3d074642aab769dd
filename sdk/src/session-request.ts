import { AuthError } from './auth-error.ts'
import type { Session } from './auth-state.ts'
import type { Environment } from './environment.ts'
import { readProblem, toConnectionError } from './problem.ts'
import { resolveSameOrigin, sameOriginInit } from './same-origin.ts'
import type { WireLogout, WireSession } from './wire.ts'

const TIMEOUT_MS = 15_000

/** The BFF's own JSON routes. */
export interface SessionRequests<U> {
  /** @returns Null when nobody is signed in. */
  session(signal: AbortSignal): Promise<Session<U> | null>
  logout(body: { everywhere?: boolean; federated?: boolean }): Promise<WireLogout>
  /** @returns The session without that connection. */
  disconnect(provider: string): Promise<Session<U>>
}

/** What the requests need to know. */
export interface SessionRequestOptions<U> {
  basePath: string
  fetch: typeof fetch
  /** @throws Anything: the answer is then treated as broken. */
  parseSession: (json: unknown) => Session<U>
}

/**
 * Creates the requests to the BFF's own routes.
 *
 * Each throws `AuthError`: the problem's code, `network`, `timeout`, or `server` for an answer outside the
 * contract.
 */
export function createSessionRequests<U>(
  { basePath, fetch, parseSession }: SessionRequestOptions<U>,
  environment: Environment,
): SessionRequests<U> {
  async function send(path: string, init: RequestInit = {}): Promise<Response> {
    const url = resolveSameOrigin(basePath + path, environment.href())
    const timeout = AbortSignal.timeout(TIMEOUT_MS)
    const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout
    const response = await fetch(url, sameOriginInit({ ...init, signal, cache: 'no-store' })).catch(
      (error: unknown) => {
        throw toConnectionError(error)
      },
    )
    if (!response.ok) throw (await readProblem(response)) ?? unexpected(response)
    return response
  }

  async function read<T>(response: Response, parse: (json: unknown) => T): Promise<T> {
    try {
      return parse(await response.json())
    } catch (cause) {
      throw unexpected(response, cause)
    }
  }

  return {
    async session(signal) {
      const response = await send('/session', { signal })
      return response.status === 204 ? null : read(response, parseSession)
    },
    async logout(body) {
      const headers = { 'content-type': 'application/json' }
      const response = await send('/logout', { method: 'POST', headers, body: JSON.stringify(body) })
      return read(response, (json) => json as WireLogout)
    },
    async disconnect(provider) {
      const path = `/connections/${encodeURIComponent(provider)}`
      return read(await send(path, { method: 'DELETE' }), parseSession)
    },
  }
}

function unexpected({ status }: Response, cause?: unknown): AuthError {
  return new AuthError('server', `The server gave an unexpected answer (${status}).`, { status, cause })
}

/**
 * Checks that an answer has the shape of a session, for clients without a `parseSession` of their own.
 *
 * @throws {TypeError} It has not: most likely something other than the BFF answered.
 */
export function parseWireSession<U>(json: unknown): Session<U> {
  const { user, connections, expiresAt } = json as Partial<WireSession>
  if (typeof user?.id !== 'string' || !Array.isArray(connections) || !Number.isFinite(expiresAt)) {
    throw new TypeError('not a session')
  }
  return json as Session<U>
}
