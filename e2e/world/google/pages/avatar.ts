import type { RequestHandler } from 'express'
import { html } from '../../html.ts'
import { findPerson } from '../find-person.ts'

/** Serves a person's picture: their initials on their colour. */
export function avatar(): RequestHandler<{ sub: string }> {
  return function sendAvatar(req, res, next) {
    const person = findPerson(req.params.sub)
    if (!person) return next()

    const initials = person.name.replace(/[^A-Z]/g, '').slice(0, 2)
    const { markup } =
      html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96" width="96" height="96">
<rect width="96" height="96" fill="${person.avatarColor}"/>
<text x="48" y="62" fill="#fff" font-family="sans-serif" font-size="38" text-anchor="middle">${initials}</text>
</svg>`
    res.set({ 'Cache-Control': 'public, max-age=86400', 'X-Content-Type-Options': 'nosniff' })
    res.type('image/svg+xml').send(markup)
  }
}
