/** Reads the `scope` of a token response as RFC 6749 section 3.3 has it. */
export function spaceSeparated(scope: string): string[] {
  return scope.split(' ').filter(Boolean)
}
