const LOOPBACK_LITERALS: readonly string[] = ['127.0.0.1', '[::1]']

/**
 * Tells whether a redirect URI is the registered one.
 *
 * Exact comparison, except that a registered loopback address matches on any port, since a native app cannot
 * know its port in advance. The name `localhost` gets no such exception: it may resolve to something else.
 *
 * @see RFC 8252 section 7.3, RFC 9700 section 2.1
 */
export function isRegisteredRedirectUri(registered: string, candidate: string): boolean {
  if (registered === candidate) return true
  if (!URL.canParse(registered) || !URL.canParse(candidate)) return false
  const expected = new URL(registered)
  const actual = new URL(candidate)
  if (expected.protocol !== 'http:' || !LOOPBACK_LITERALS.includes(expected.hostname)) return false
  expected.port = ''
  actual.port = ''
  return expected.href === actual.href
}
