import type { Request } from 'express'

/** The query of a request; repeated parameters stay apart and nothing becomes an object. */
export function queryOf(req: Request): URLSearchParams {
  return new URL(req.originalUrl, 'http://localhost').searchParams
}
