import type { IncomingHttpHeaders } from 'node:http'
import type { AnswerHead } from './upstream-answer.ts'

/** What an API asks for that names no time, in seconds. */
const DEFAULT_RETRY_AFTER_SECONDS = 60

/**
 * Turns a 403 that is a rate limit into the 429 that clients know to wait after, with the wait in seconds.
 * GitHub answers 403 for "slow down" as well as for "you may not"; its headers tell them apart. The body
 * stays the API's own.
 *
 * @returns The head as it was, when it is no rate limit.
 * @see RFC 6585 section 4, RFC 9110 section 10.2.3
 */
export function rateLimitAs429(head: AnswerHead): AnswerHead {
  const { status, headers } = head
  const retryAfter = headers['retry-after']
  const isUsedUp = headers['x-ratelimit-remaining'] === '0'
  if (status !== 429 && !(status === 403 && (retryAfter !== undefined || isUsedUp))) return head
  const seconds = retryAfter ?? String(secondsUntilReset(headers))
  return { status: 429, headers: { ...headers, 'retry-after': seconds } }
}

/** By the API's own clock: `X-RateLimit-Reset` is in its epoch seconds, and ours may differ. */
function secondsUntilReset(headers: IncomingHttpHeaders): number {
  const resetSeconds = Number(headers['x-ratelimit-reset'] ?? Number.NaN)
  const seconds = Math.ceil(resetSeconds - Date.parse(headers.date ?? '') / 1000)
  return Number.isFinite(seconds) ? Math.max(seconds, 1) : DEFAULT_RETRY_AFTER_SECONDS
}
