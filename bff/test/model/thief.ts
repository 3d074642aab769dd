import { sign } from 'cookie-signature'

/** Shorter than any secret; not worth a try. */
const SHORTEST = 16

/**
 * Session cookies that somebody can make of a copy of the store: of every name, value and part of
 * one, as it is, and signed with the BFF's own secret, in case that was copied too.
 */
export function cookiesFrom(entries: ReadonlyMap<string, string>, secret: string): string[] {
  const parts = [...entries].flatMap(([key, value]) => [key, value, ...split(key), ...split(value)])
  const worthwhile = [...new Set(parts)].filter((part) => part.length >= SHORTEST && part.length < 2000)
  return worthwhile.flatMap((part) =>
    [part, `s:${sign(part, secret)}`].map((cookie) => encodeURIComponent(cookie)),
  )
}

/** Names are parted by colons, sealed records by dots, sets by spaces, and JSON by its quotes. */
function split(text: string): string[] {
  return text.split(/[:. "]/)
}
