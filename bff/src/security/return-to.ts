import { BffError } from '../errors.ts'

const MAX_LENGTH = 2048

/** What browsers read as a path separator or drop: any of it makes a path mean something else. */
const TREACHEROUS = /[\\\p{Cc}\p{Z}]/u

/** Where a return path may not lead, and the origin it is judged on. */
export interface ReturnToRules {
  publicUrl: string
  /** Path prefixes of our own routes; landing there would start something instead of ending it. */
  reserved: readonly string[]
}

/**
 * Accepts a local path to land on after a login, judged as a browser will read it: after
 * normalisation, because `/.//evil.example` becomes `//evil.example`, and once more decoded,
 * because something in front of the app may decode it.
 *
 * Do not simplify: each check stops an open redirect that some peer has shipped.
 *
 * @returns The normalised path with query and fragment; `/` when there was none.
 * @throws {BffError} `invalid_request` (400).
 * @see RFC 9700 sections 2.1 and 4.11.1
 */
export function parseReturnTo(value: unknown, rules: ReturnToRules): string {
  if (value === undefined) return '/'
  if (typeof value !== 'string' || value.length > MAX_LENGTH) throw refused()
  if (!value.startsWith('/') || TREACHEROUS.test(value)) throw refused()

  const url = parse(value, rules.publicUrl)
  const origin = new URL(rules.publicUrl).origin
  if (url.origin !== origin || url.pathname.startsWith('//')) throw refused()
  if (isTreacherousDecoded(url.pathname, origin)) throw refused()
  if (rules.reserved.some((prefix) => isBelow(url.pathname, prefix))) throw refused()
  return url.pathname + url.search + url.hash
}

/** Adds a parameter to a return path, in front of its fragment. */
export function withParameter(returnTo: string, name: string, value: string): string {
  const url = new URL(returnTo, 'http://local.invalid')
  url.searchParams.set(name, value)
  return url.pathname + url.search + url.hash
}

function isTreacherousDecoded(pathname: string, origin: string): boolean {
  let decoded = pathname
  for (let round = 0; round < 3; round++) {
    const next = decodePercent(decoded)
    // A lone percent sign deeper down is text; at the first layer it is a broken path.
    if (next === undefined) return round === 0
    if (next.startsWith('//') || TREACHEROUS.test(next.replaceAll(' ', ''))) return true
    if (new URL(next, origin).origin !== origin || new URL(next, origin).pathname.startsWith('//'))
      return true
    if (next === decoded) return false
    decoded = next
  }
  return true
}

function decodePercent(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

function parse(value: string, base: string): URL {
  try {
    return new URL(value, base)
  } catch {
    throw refused()
  }
}

function isBelow(pathname: string, prefix: string): boolean {
  return pathname === prefix || pathname.startsWith(`${prefix}/`)
}

function refused(): BffError {
  return new BffError('invalid_request', 'returnTo must be a path of this app, like /projects?tab=open.')
}
