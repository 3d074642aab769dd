import type { IncomingHttpHeaders } from 'node:http'
import { CSRF_HEADER } from '@coatcheck/sdk/wire'
import type { RequestHandler } from 'express'
import { BffError } from '../errors.ts'

/**
 * `header`: custom header and Fetch Metadata; `fetch-metadata`: Fetch Metadata alone, for `<img>` and downloads;
 * `websocket`: the exact Origin, for a handshake, which no script can give a header of its own.
 */
export type CsrfRule = 'header' | 'fetch-metadata' | 'websocket'

/**
 * Refuses a call that is not proven to come from a script of our own origin. Runs before the
 * session is looked up, so that a forged call costs nothing and changes nothing. The one place
 * that judges this, for HTTP and WebSocket alike.
 *
 * A cross-origin page cannot set the custom header without a preflight, which is never answered
 * with CORS headers; Fetch Metadata also stops a sibling subdomain, which SameSite lets through.
 * A WebSocket handshake has no preflight and goes to any origin, cookies included; every browser
 * tells it the page's origin, so one without is no browser's.
 *
 * @param publicOrigin The one origin the browser sees, from the configuration.
 * @throws {BffError} `csrf` (403), naming the header that is missing or wrong.
 * @see RFC 10017 section 6.1.3.3, Fetch Metadata Request Headers, RFC 6455 section 10.2
 */
export function checkCsrf(headers: IncomingHttpHeaders, publicOrigin: string, rule: CsrfRule): void {
  if (rule === 'header' && headers[CSRF_HEADER] !== '1') {
    throw new BffError('csrf', 'Send the header X-CSRF: 1 with every call that is not a navigation.')
  }
  if (rule === 'websocket' && headers.origin !== publicOrigin) {
    throw new BffError('csrf', 'A WebSocket must be opened by a page of this app, and say so in Origin.')
  }
  const site = headers['sec-fetch-site']
  if (site !== undefined) {
    if (site === 'same-origin') return
    throw new BffError('csrf', `Sec-Fetch-Site must be same-origin; calls from other origins are refused.`)
  }
  if (headers.origin !== undefined && headers.origin !== publicOrigin) {
    throw new BffError('csrf', 'Origin is not the origin this app is served from.')
  }
  if (headers.origin === undefined && rule === 'fetch-metadata') {
    throw new BffError('csrf', 'This route needs a browser that sends Sec-Fetch-Site, or an Origin header.')
  }
}

/** {@link checkCsrf} as middleware, for the BFF's own JSON routes. */
export function requireCsrf(publicOrigin: string): RequestHandler {
  return function csrf(req, _res, next) {
    checkCsrf(req.headers, publicOrigin, 'header')
    next()
  }
}
