import type { AuthError } from './auth-error.ts'
import { readError, unanswered } from './bff-error.ts'
import type { Environment } from './environment.ts'
import { resolveSameOrigin, sameOriginInit } from './same-origin.ts'

/** Calls to one upstream through the BFF, which adds the token. */
export interface UpstreamApi {
  /** Calls a path of the upstream; resolves whatever the status, as `fetch` does. */
  fetch(path: string, init?: RequestInit): Promise<Response>
  /**
   * Calls a path of the upstream and reads JSON; undefined when the answer has no body.
   *
   * @throws {AuthError} Any status outside 2xx: the BFF's code, or `upstream_error` with the upstream's
   *   body as `cause`; and `network`.
   */
  json<T>(path: string, init?: RequestInit): Promise<T>
}

/** Same-origin `fetch`; network errors pass through as `fetch` throws them. */
export type ApiFetch = (input: string | URL, init?: RequestInit) => Promise<Response>

/** The global `fetch`, looked up at each call: tools that patch it come later than the client. */
export const currentFetch: typeof fetch = (input, init) => fetch(input, init)

/**
 * Creates the client's `fetch`.
 *
 * @param watch Called when a call starts; what it returns hears of the call's refusal.
 */
export function createApiFetch(
  fetch: typeof globalThis.fetch,
  watch: () => (refusal: AuthError) => void,
  environment: Environment,
): ApiFetch {
  return async (input, init) => {
    const url = resolveSameOrigin(input, environment)
    // Octokit's paging puts a base URL without a host in front of a path twice.
    url.pathname = url.pathname.replace(/^(\/[^/]+\/[^/]+)\1\//, '$1/')
    const refused = watch()
    const response = await fetch(url, sameOriginInit(init)).catch((error: Error) => {
      if (error.name !== 'AbortError') refused(unanswered(error))
      throw error
    })
    const isProblem = response.headers.get('content-type')?.includes('problem+json')
    if (isProblem) refused(await readError(response, 'upstream_error'))
    return response
  }
}

/** Creates the calls to one upstream; `prefix` is its path on the page's origin. */
export function createUpstreamApi(prefix: string, apiFetch: ApiFetch, environment: Environment): UpstreamApi {
  function resolve(path: string): URL {
    const url = resolveSameOrigin(prefix + path.replace(/^\/?/, '/'), environment)
    // A path made from somebody's input must not climb out to another route (`/../../bff/logout`).
    if (!url.pathname.startsWith(`${prefix}/`)) throw new TypeError(`Outside ${prefix}: ${path}`)
    return url
  }

  return {
    fetch: async (path, init) => apiFetch(resolve(path), init),
    async json(path, init) {
      const response = await apiFetch(resolve(path), init).catch((error: unknown) => {
        throw (error as Error).name === 'AbortError' ? error : unanswered(error)
      })
      if (!response.ok) throw await readError(response, 'upstream_error')
      const text = await response.text()
      return text ? JSON.parse(text) : undefined
    },
  }
}
