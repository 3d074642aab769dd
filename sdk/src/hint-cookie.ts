import type { Environment } from './environment.ts'
import { HINT_COOKIE, HINT_COOKIE_INSECURE } from './wire.ts'

/**
 * Reads the hint that a session may exist.
 *
 * Anybody can forge it, so it only ever saves the request of an anonymous visitor; what it promises is
 * decided by the BFF's answer.
 *
 * @returns When the hinted session ends, in epoch milliseconds; null without a hint.
 */
export function readHint({ page }: Environment): number | null {
  for (const cookie of page?.document.cookie.split('; ') ?? []) {
    const [name, value] = cookie.split('=')
    if (name === HINT_COOKIE || name === HINT_COOKIE_INSECURE) return Number(value)
  }
  return null
}
