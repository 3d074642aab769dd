import type { RequestHandler } from 'express'

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<circle cx="16" cy="16" r="16" fill="#0b57d0"/>
<text x="16" y="22.5" fill="#fff" font-family="sans-serif" font-size="18" font-weight="600" text-anchor="middle">G</text>
</svg>`

/** Serves the pages' icon. */
export function icon(): RequestHandler {
  return function sendIcon(_req, res) {
    res.set('Cache-Control', 'public, max-age=86400').type('image/svg+xml').send(ICON)
  }
}
