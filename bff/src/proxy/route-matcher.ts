import type { UpstreamConfig } from '../config/upstream-schema.ts'

/** One entry of an upstream's allow-list. */
export type RouteRule = NonNullable<UpstreamConfig['allow']>[number]

/** What the allow-list says about a call. */
export type RouteMatch =
  | { readonly kind: 'allowed'; readonly rule: RouteRule }
  | { readonly kind: 'method_not_allowed'; readonly allow: readonly string[] }
  | { readonly kind: 'unknown' }

/** Judges one call. */
export type RouteMatcher = (method: string, decodedPath: string) => RouteMatch

/** Without an allow-list every path is open, but TRACE and CONNECT still are not. */
const EVERYTHING: RouteRule = {
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
  path: '/**',
  cache: 'no-store',
  csrf: 'header',
}

interface CompiledRule {
  readonly allowed: Extract<RouteMatch, { kind: 'allowed' }>
  readonly methods: ReadonlySet<string>
  readonly pattern: readonly string[]
}

/**
 * Compiles an allow-list. The first rule that fits both method and path decides, in the order they
 * are listed; a method is never implied by another one.
 *
 * @param rules Absent: everything is allowed.
 * @param denied Paths that stay unknown whatever the rules say.
 */
export function createRouteMatcher(
  rules: readonly RouteRule[] = [EVERYTHING],
  denied: readonly string[] = [],
): RouteMatcher {
  const compiled = rules.map(compile)
  const deniedPatterns = denied.map((path) => looseSegments(path))

  return function matchRoute(method, decodedPath) {
    if (deniedPatterns.length > 0 && isDenied(decodedPath)) return { kind: 'unknown' }
    const segments = decodedPath.slice(1).split('/')
    const otherMethods: string[] = []
    for (const { pattern, methods, allowed } of compiled) {
      if (!matchesGlob(pattern, segments)) continue
      if (methods.has(method)) return allowed
      otherMethods.push(...methods)
    }
    if (otherMethods.length === 0) return { kind: 'unknown' }
    return { kind: 'method_not_allowed', allow: [...new Set(otherMethods)] }
  }

  function isDenied(decodedPath: string): boolean {
    const segments = looseSegments(decodedPath)
    return deniedPatterns.some((pattern) => matchesGlob(pattern, segments))
  }
}

/** What is denied is compared as a lenient upstream reads it: without case, parameters and empty segments. */
function looseSegments(path: string): string[] {
  return path
    .toLowerCase()
    .split('/')
    .map((segment) => segment.split(';', 1)[0] ?? '')
    .filter((segment) => segment !== '')
}

function compile(rule: RouteRule): CompiledRule {
  const pattern = rule.path.slice(1).split('/')
  return { allowed: { kind: 'allowed', rule }, methods: new Set(rule.methods), pattern }
}

/**
 * Matches `*` with one segment and `**` with any number, none included. Only the last `**` is
 * ever widened, so that a hostile path costs at most segments times pattern length.
 */
function matchesGlob(pattern: readonly string[], segments: readonly string[]): boolean {
  let at = 0
  let next = 0
  let wildcardAt = -1
  let resumeAt = 0
  while (at < segments.length) {
    if (pattern[next] === '**') {
      wildcardAt = next++
      resumeAt = at
    } else if (matchesSegment(pattern[next], segments[at])) {
      at++
      next++
    } else if (wildcardAt !== -1) {
      next = wildcardAt + 1
      at = ++resumeAt
    } else {
      return false
    }
  }
  return pattern.slice(next).every((part) => part === '**')
}

function matchesSegment(part: string | undefined, segment: string | undefined): boolean {
  return part === '*' ? segment !== '' : part === segment
}
