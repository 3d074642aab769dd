import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { type Html, html } from './html.ts'

/** One page an emulated provider shows to a person. */
export interface Page {
  title: string
  /** Says what this is not, on top of every page: "Local emulator, not Google". */
  banner: string
  body: Html
  /**
   * Origins the page's forms may lead to besides its own. Chromium applies `form-action` to the redirects that
   * follow a form post, so the client's redirect URI must be named here.
   */
  formTargets?: readonly string[]
}

/** Allowed by its hash, so that an injected style or style attribute does nothing. */
const STYLE = readFileSync(new URL('./page.css', import.meta.url), 'utf8')
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64')

/**
 * Sends a page with no scripts, no framing and nothing from other origins.
 *
 * The provider serves `/favicon.svg` itself.
 */
export function sendPage(res: ServerResponse, status: number, page: Page): void {
  const { markup } = renderPage(page)
  res.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    'Content-Security-Policy': contentSecurityPolicy(page.formTargets ?? []),
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  })
  res.end(markup)
}

function contentSecurityPolicy(formTargets: readonly string[]): string {
  return [
    "default-src 'none'",
    `style-src 'sha256-${STYLE_HASH}'`,
    "img-src 'self'",
    ["form-action 'self'", ...formTargets].join(' '),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

function renderPage({ title, banner, body }: Page): Html {
  // The style element must hold the hashed text byte for byte.
  const style: Html = { markup: `<style>${STYLE}</style>` }
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="/favicon.svg">
${style}
</head>
<body>
<header class="banner">${banner}</header>
<main class="card">${body}</main>
</body>
</html>
`
}
