import type { RequestHandler } from 'express'
import { BffError } from '../errors.ts'

/**
 * Accepts one method and nothing else, `HEAD` included: a HEAD on the callback would otherwise
 * use its code up.
 *
 * @throws {BffError} `method_not_allowed` (405), with `Allow`.
 */
export function only(method: 'GET' | 'POST' | 'DELETE'): RequestHandler {
  return function onlyMethod(req, _res, next) {
    if (req.method === method) return next()
    throw new BffError('method_not_allowed', `Use ${method} here.`, { allow: [method] })
  }
}
