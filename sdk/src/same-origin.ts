import { CSRF_HEADER } from './wire.ts'

/**
 * Resolves an address against the page, and refuses to leave its origin.
 *
 * @throws {TypeError} Before anything is sent, so that neither cookie nor header reaches another host.
 */
export function resolveSameOrigin(input: string | URL, href: string | undefined): URL {
  if (!href) throw new TypeError('Only a page can call the BFF: there is no page here.')
  const url = new URL(input, href)
  if (url.origin !== new URL(href).origin) {
    throw new TypeError(`Only same-origin URLs can be fetched with the session; got ${url.origin}.`)
  }
  return url
}

/**
 * Adds what every call to the BFF carries: the CSRF header, and no way off the origin.
 *
 * Redirects are errors unless the caller says otherwise; with `mode: 'same-origin'` even a followed one
 * cannot take a request body to another host.
 */
export function sameOriginInit(init: RequestInit = {}): RequestInit {
  const headers = new Headers(init.headers)
  headers.set(CSRF_HEADER, '1')
  return { redirect: 'error', ...init, headers, mode: 'same-origin', credentials: 'same-origin' }
}
