import { BffError } from '../errors.ts'
import type { RouteMatch, RouteRule } from './route-matcher.ts'

/**
 * Yields the rule that lets a call pass.
 *
 * @throws {BffError} `method_not_allowed` (405), `route_not_found` (404).
 */
export function assertAllowed(match: RouteMatch): RouteRule {
  switch (match.kind) {
    case 'allowed':
      return match.rule
    case 'method_not_allowed':
      throw new BffError('method_not_allowed', 'The method is not allowed on this path.', {
        allow: match.allow,
      })
    case 'unknown':
      throw new BffError('route_not_found', 'The path is not among those this app may call.')
  }
}
