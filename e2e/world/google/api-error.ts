import type { ErrorRequestHandler } from 'express'

/** What Google calls the reasons of its API errors that matter here: HTTP status, gRPC status, legacy reason. */
const KINDS = {
  badRequest: [400, 'INVALID_ARGUMENT', 'invalid'],
  required: [400, 'INVALID_ARGUMENT', 'required'],
  unauthenticated: [401, 'UNAUTHENTICATED', 'authError'],
  insufficientScope: [403, 'PERMISSION_DENIED', 'insufficientPermissions'],
  notFound: [404, 'NOT_FOUND', 'notFound'],
  gone: [410, 'FAILED_PRECONDITION', 'deleted'],
  conditionNotMet: [412, 'FAILED_PRECONDITION', 'conditionNotMet'],
} as const

/** Which error it is; each has one status and one reason. */
export type GoogleApiErrorKind = keyof typeof KINDS

/** A refusal of an API request, thrown by any route and answered by `answerApiError`. */
export class GoogleApiError extends Error {
  override readonly name = 'GoogleApiError'
  readonly kind: GoogleApiErrorKind

  constructor(kind: GoogleApiErrorKind, message: string) {
    super(message)
    this.kind = kind
  }
}

/** Answers a `GoogleApiError` in Google's error shape; passes anything else on. */
export const answerApiError: ErrorRequestHandler = (error, _req, res, next) => {
  if (!(error instanceof GoogleApiError)) return next(error)

  const { kind, message } = error
  const [code, status, reason] = KINDS[kind]
  if (kind === 'unauthenticated') {
    res.set('WWW-Authenticate', 'Bearer realm="https://accounts.google.com/", error="invalid_token"')
  }
  const errors = [{ message, domain: 'global', reason }]
  const details = kind === 'insufficientScope' ? [SCOPE_INSUFFICIENT] : undefined
  res.status(code).json({ error: { code, message, errors, status, details } })
}

const SCOPE_INSUFFICIENT = {
  '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
  reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT',
  domain: 'googleapis.com',
}
