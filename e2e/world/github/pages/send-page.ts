import type { Response } from 'express'
import type { Html } from '../../html.ts'

/**
 * Sends a page that runs no script, is never framed and posts only to where it has to.
 *
 * @param formTarget Where a form on the page may end up redirecting. Chromium applies `form-action` to the
 *   redirect after the post too, so without it the browser would refuse to go back to the client.
 */
export function sendPage(res: Response, page: Html, formTarget?: string): void {
  const formAction = ["'self'", ...(formTarget === undefined ? [] : [sourceOf(formTarget)])].join(' ')
  res.set({
    'Content-Security-Policy': `default-src 'none'; style-src 'self'; img-src 'self'; form-action ${formAction}; frame-ancestors 'none'; base-uri 'none'`,
    'X-Frame-Options': 'DENY',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'origin-when-cross-origin',
    'Cache-Control': 'no-store',
  })
  res.type('html').send(page.markup)
}

/** The CSP source of a redirect URI; an app's own scheme has no origin. */
function sourceOf(redirectUri: string): string {
  const { protocol, origin } = new URL(redirectUri)
  return protocol === 'http:' || protocol === 'https:' ? origin : protocol
}
