import type { Environment } from './environment.ts'
import { CSRF_HEADER } from './wire.ts'

/**
 * Resolves an address against the page, and refuses to leave its origin.
 *
 * @throws {TypeError} Before anything is sent, so that neither cookie nor header reaches another host.
 */
export function resolveSameOrigin(input: string | URL, { page }: Environment): URL {
  const url = new URL(input, page?.location.href)
  if (url.origin !== new URL(page?.location.href ?? '').origin) throw new TypeError(`Not same-origin: ${url}`)
  return url
}

/**
 * Adds what every call to the BFF carries: the CSRF header, and no way off the origin.
 *
 * Redirects are errors unless the caller says otherwise; with `mode: 'same-origin'` even a followed one
 * cannot take a request to another host.
 */
export function sameOriginInit(init?: RequestInit): RequestInit {
  const headers = new Headers(init?.headers)
  headers.set(CSRF_HEADER, '1')
  return { redirect: 'error', ...init, headers, mode: 'same-origin', credentials: 'same-origin' }
}
