import type { ErrorRequestHandler, RequestHandler } from 'express'
import { ApiError, notFound } from './api-error.ts'

const DOCUMENTATION_URL = 'https://docs.github.com/rest'

/** Answers every path that no route knows. */
export function unknownRoute(): RequestHandler {
  return () => {
    throw notFound()
  }
}

/** Turns what the routes throw into GitHub's error bodies. */
export function errorResponse(): ErrorRequestHandler {
  return (error: unknown, _req, res, next) => {
    const known = toApiError(error)
    if (!known) return next(error)
    const { status, message, headers, problems } = known
    const errors = problems.length > 0 ? { errors: problems } : {}
    res
      .status(status)
      .set(headers)
      .json({ message, ...errors, documentation_url: DOCUMENTATION_URL, status: String(status) })
  }
}

/** The JSON parser has error types of its own; anything else unknown is a bug of the emulator. */
function toApiError(error: unknown): ApiError | undefined {
  if (error instanceof ApiError) return error
  if (error instanceof SyntaxError) return new ApiError(400, 'Problems parsing JSON')
  return undefined
}
