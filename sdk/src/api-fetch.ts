import { AuthError } from './auth-error.ts'
import type { Environment } from './environment.ts'
import { readProblem, toConnectionError } from './problem.ts'
import { resolveSameOrigin, sameOriginInit } from './same-origin.ts'

/** Calls to one upstream through the BFF, which adds the token. */
export interface UpstreamApi {
  /** Calls a path of the upstream; resolves whatever the status, as `fetch` does. */
  fetch(path: string, init?: RequestInit): Promise<Response>
  /**
   * Calls a path of the upstream and reads JSON; undefined when the answer has no body.
   *
   * @throws {AuthError} Any status outside 2xx: the BFF's code, or `upstream_error` with the upstream's
   *   body as `cause`.
   */
  json<T>(path: string, init?: RequestInit): Promise<T>
}

/** What the API calls need to know. */
export interface ApiFetchOptions {
  fetch: typeof fetch
  /** Hears the BFF's refusals; the returned function is made when the call starts. */
  watch: () => (refusal: AuthError) => void
}

/** Fetch for same-origin addresses that keeps the session state truthful. */
export type ApiFetch = (input: string | URL, init?: RequestInit) => Promise<Response>

/** Creates the client's `fetch`; network errors pass through as `fetch` throws them. */
export function createApiFetch(options: ApiFetchOptions, environment: Environment): ApiFetch {
  return async (input, init) => {
    const url = resolveSameOrigin(input, environment.href())
    const refused = options.watch()
    const response = await options.fetch(url, sameOriginInit(init))
    const problem = await readProblem(response)
    if (problem) refused(problem)
    return response
  }
}

/** Creates the calls to one upstream; `prefix` is its path on the page's origin. */
export function createUpstreamApi(prefix: string, apiFetch: ApiFetch, environment: Environment): UpstreamApi {
  function resolve(path: string): URL {
    const url = resolveSameOrigin(prefix + path.replace(/^\/?/, '/'), environment.href())
    // A path made from somebody's input must not climb out to another route (`/../../bff/logout`).
    if (!url.pathname.startsWith(`${prefix}/`)) throw new TypeError(`"${path}" leaves ${prefix}.`)
    return url
  }

  return {
    fetch: async (path, init) => apiFetch(resolve(path), init),
    async json<T>(path: string, init?: RequestInit): Promise<T> {
      const response = await apiFetch(resolve(path), jsonInit(init)).catch((error: unknown) => {
        throw error instanceof Error && error.name === 'AbortError' ? error : toConnectionError(error)
      })
      if (!response.ok) throw (await readProblem(response)) ?? (await toUpstreamError(response))
      const text = await response.text()
      return (text ? JSON.parse(text) : undefined) as T
    },
  }
}

function jsonInit(init: RequestInit = {}): RequestInit {
  const headers = new Headers(init.headers)
  if (!headers.has('accept')) headers.set('accept', 'application/json')
  if (typeof init.body === 'string' && !headers.has('content-type')) {
    headers.set('content-type', 'application/json')
  }
  return { ...init, headers }
}

async function toUpstreamError(response: Response): Promise<AuthError> {
  const { status } = response
  const cause: unknown = await response.json().catch(() => undefined)
  return new AuthError('upstream_error', `The API answered ${status}.`, { status, cause })
}
