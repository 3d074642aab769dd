import { BffError } from '../errors.ts'

/** A request target, taken apart once; whatever decides or forwards sees only these strings. */
export interface RequestTarget {
  /** The path in normal form, still percent-encoded: this is what is forwarded. */
  readonly path: string
  /** The same path decoded: this is what is matched. It has as many segments as `path`. */
  readonly decodedPath: string
  /** `?` and the query, byte for byte; an empty string when there is none. */
  readonly query: string
}

/** The common case, segments that no parser reads in two ways, needs no second look. */
const PLAIN_PATH = /^(?:\/[A-Za-z0-9_~!$&'()*+,=:@-][A-Za-z0-9._~!$&'()*+,=:@-]*)+\/?$/
/** RFC 3986 `pchar`, the slash, and what browsers leave unencoded besides. */
const PATH_CHARACTERS = /^[A-Za-z0-9._~!$&'()*+,;=:@/%[\]|-]*$/
const PRINTABLE_ASCII = /^[\x21-\x7e]*$/
const UNRESERVED = /^[A-Za-z0-9._~-]$/
/** A dot segment, also one with path parameters or blanks around it (U+00A0, too) that some servers cut off. */
const DOT_SEGMENT = /^\s*\.{1,2}\s*(?:;.*)?$/
const ENCODED_BYTE = /%([0-9A-Fa-f]{2})/g
const ENCODED_CONTROL = /%(?:[01][0-9A-Fa-f]|7[Ff])/
/** Nobody encodes a path four times over in good faith. */
const MAX_ENCODING_DEPTH = 3

/**
 * Brings a raw request target into its one normal form, and refuses every target that the BFF and
 * an upstream could read differently: an allow-list is worth only as much as that agreement.
 *
 * @param target As it stood in the request line, never one that a router has rewritten.
 * @throws {BffError} `invalid_request` (400), naming what is ambiguous.
 * @see RFC 3986 sections 6.2.2 and 7.3, RFC 9112 section 3.2
 */
export function parseTarget(target: string): RequestTarget {
  const queryAt = target.indexOf('?')
  const rawPath = queryAt === -1 ? target : target.slice(0, queryAt)
  const query = queryAt === -1 ? '' : target.slice(queryAt)
  if (query !== '' && (query.includes('#') || !PRINTABLE_ASCII.test(query))) {
    throw refused('The query has a character that must be percent-encoded.')
  }
  if (PLAIN_PATH.test(rawPath)) return { path: rawPath, decodedPath: rawPath, query }

  assertWellFormed(rawPath)
  const path = normalizeEncoding(rawPath)
  const decodedPath = decode(path)
  assertReadOneWay(path)
  return { path, decodedPath, query }
}

function assertWellFormed(path: string): void {
  if (!path.startsWith('/')) throw refused('The request target must be a path that starts with a slash.')
  if (path.includes('\\')) throw refused('The path has a backslash.')
  if (path.includes('//')) throw refused('The path has an empty segment.')
  if (!PATH_CHARACTERS.test(path)) throw refused('The path has a character that must be percent-encoded.')
}

/** Unreserved characters are decoded and the rest spelled in upper case; RFC 3986 calls both forms equal. */
function normalizeEncoding(path: string): string {
  return path.replace(ENCODED_BYTE, (encoded, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16))
    return UNRESERVED.test(character) ? character : encoded.toUpperCase()
  })
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch (cause) {
    // Overlong forms end here too: %c0%af is a slash to a careless decoder.
    throw new BffError('invalid_request', 'The path is not UTF-8, percent-encoded.', { cause })
  }
}

/** Peels one layer of encoding after the other, as an upstream may decode more often than it should. */
function assertReadOneWay(path: string): void {
  const segmentCount = path.split('/').length
  let layer = path
  for (let depth = 0; depth <= MAX_ENCODING_DEPTH; depth++) {
    assertHarmless(layer, segmentCount)
    // The layers hold bytes; what reads them as text may find other blanks in it.
    assertHarmless(Buffer.from(layer, 'latin1').toString('utf8'), segmentCount)
    const inner = layer.replace(ENCODED_BYTE, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    )
    if (inner === layer) return
    layer = inner
  }
  throw refused('The path is percent-encoded too many times.')
}

function assertHarmless(layer: string, segmentCount: number): void {
  if (layer.includes('\\')) throw refused('The path has an encoded backslash.')
  if (ENCODED_CONTROL.test(layer)) throw refused('The path has a control character.')
  const segments = layer.split('/')
  if (segments.length !== segmentCount) throw refused('The path has an encoded slash.')
  if (segments.some((segment) => DOT_SEGMENT.test(segment))) throw refused('The path has a dot segment.')
}

function refused(reason: string): BffError {
  return new BffError('invalid_request', reason)
}
