import type { RequestHandler } from 'express'
import { BffError } from '../errors.ts'

/**
 * Accepts these methods and nothing else, `HEAD` not either: a HEAD on the callback would otherwise
 * use its code up.
 *
 * @throws {BffError} `method_not_allowed` (405), with `Allow`.
 */
export function only(...methods: ('GET' | 'POST' | 'DELETE')[]): RequestHandler {
  return function onlyMethods(req, _res, next) {
    if (methods.some((method) => method === req.method)) return next()
    throw new BffError('method_not_allowed', `Use ${methods.join(' or ')} here.`, { allow: methods })
  }
}
