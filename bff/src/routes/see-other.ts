import type { Response } from 'express'

/**
 * Answers 303 without a body: Express would write the address into one, and the address of an
 * authorization request is nobody's but the provider's.
 *
 * @see RFC 9700 section 4.12: 307 and 308 would send a form on.
 */
export function seeOther(res: Response, location: string): void {
  res.status(303).location(location).end()
}
