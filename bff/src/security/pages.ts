import { randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { LoginFailureCode } from '@coatcheck/sdk/wire'
import type { BffError } from '../errors.ts'

/**
 * Three tiny pages of our own. They load nothing, hold nothing secret, and every text that is
 * not written here is escaped.
 */

/** Sends a person who opened a broken or outdated link back to the app. */
export function sendErrorPage(res: ServerResponse, error: BffError, title: string, requestId: string): void {
  const body = `<main><h1>${escapeHtml(title)}</h1><p>${escapeHtml(error.message)}</p>
<p><a href="/">Back to the app</a></p><p><small>${error.code}, request ${escapeHtml(requestId)}</small></p></main>`
  sendPage(res, { status: error.status, title, body })
}

/**
 * Carries on to `location` in a navigation that this origin starts, so that the browser sends
 * the Strict session cookie, which it withholds on the way back from another site.
 */
export function sendContinuePage(res: ServerResponse, location: string): void {
  const target = escapeHtml(location)
  const head = `<meta http-equiv="refresh" content="0;url=${target}">`
  const body = `<main><p><a href="${target}">Continue</a></p></main>`
  sendPage(res, { status: 200, title: 'Connecting your account', body, head })
}

/** Tells the page that opened this popup how the login ended, and closes. `window.opener` plays no part. */
export function sendPopupResultPage(
  res: ServerResponse,
  nonce: string,
  failure: LoginFailureCode | undefined,
): void {
  const message = failure === undefined ? { ok: true } : { error: failure }
  const script = `new BroadcastChannel(${JSON.stringify(`coatcheck-popup-${nonce}`)}).postMessage(${JSON.stringify(message)});close()`
  const body = '<main><p>You can close this window.</p></main>'
  sendPage(res, { status: 200, title: 'Done', body, script })
}

/** A page in parts that are safe to be put together: `body` and `head` are markup of ours. */
interface Page {
  status: number
  title: string
  body: string
  head?: string
  script?: string
}

function sendPage(res: ServerResponse, { status, title, body, head = '', script }: Page): void {
  const cspNonce = randomBytes(16).toString('base64')
  const scriptPolicy = script === undefined ? '' : ` script-src 'nonce-${cspNonce}';`
  const scriptTag = script === undefined ? '' : `<script nonce="${cspNonce}">${script}</script>`
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>${head}</head><body>${body}${scriptTag}</body></html>`

  res.setHeader(
    'Content-Security-Policy',
    `default-src 'none';${scriptPolicy} base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  )
  res.setHeader('Cache-Control', 'no-store')
  res.setHeader('Referrer-Policy', 'no-referrer')
  res.setHeader('X-Content-Type-Options', 'nosniff')
  res.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': Buffer.byteLength(html),
  })
  res.end(html)
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
