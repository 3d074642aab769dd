import { type Html, html } from '../../html.ts'
import type { Account } from '../data/account.ts'

/** Draws the account's initials on its colour, as an SVG. */
export function avatar({ name, avatarColor }: Account): Html {
  const [first = '', ...others] = name.split(' ').map((word) => word.slice(0, 1))
  return html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 80" width="80" height="80"><rect width="80" height="80" fill="${avatarColor}"/><text x="40" y="51" fill="#fff" font-family="system-ui, sans-serif" font-size="30" font-weight="600" text-anchor="middle">${first}${others.at(-1)}</text></svg>`
}
