import type { Environment } from './environment.ts'
import { HINT_COOKIE, HINT_COOKIE_INSECURE } from './wire.ts'

/**
 * Tells whether the BFF left the hint that there may be a session.
 *
 * Anybody can forge it, so it only ever saves the request of an anonymous visitor. Its value is not looked
 * at: a wrong clock must not hide a session that is alive.
 */
export function hasHint({ page }: Environment): boolean {
  const cookies = page?.document.cookie.split('; ') ?? []
  return cookies.some((cookie) => [HINT_COOKIE, HINT_COOKIE_INSECURE].includes(cookie.split('=')[0] ?? ''))
}
