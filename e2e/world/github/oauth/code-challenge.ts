import { createHash } from 'node:crypto'

const S256_CHALLENGE = /^[A-Za-z0-9_-]{43}$/

/** Tells whether a challenge has the shape of an S256 one: 32 bytes in base64url. */
export function isCodeChallenge(value: string): boolean {
  return S256_CHALLENGE.test(value)
}

/**
 * Tells whether the verifier belongs to the challenge. Without a challenge a verifier is not looked at, and
 * with one it cannot be left out.
 *
 * @see RFC 7636 section 4.6
 */
export function isCodeVerifier(codeChallenge: string | undefined, codeVerifier: string | undefined): boolean {
  if (codeChallenge === undefined) return true
  if (codeVerifier === undefined) return false
  return createHash('sha256').update(codeVerifier).digest('base64url') === codeChallenge
}
