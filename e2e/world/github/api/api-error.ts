/** One entry of a validation error's `errors` list. */
export interface FieldProblem {
  resource: string
  field: string
  code: 'missing_field' | 'invalid' | 'already_exists' | 'missing'
  value?: unknown
}

/** An answer of the REST API that is not a success, in GitHub's shape. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly problems: readonly FieldProblem[]

  constructor(
    status: number,
    message: string,
    details: { headers?: Record<string, string>; problems?: readonly FieldProblem[] } = {},
  ) {
    super(message)
    this.status = status
    this.headers = details.headers ?? {}
    this.problems = details.problems ?? []
  }
}

/** Also the answer to what the caller may not know exists. */
export function notFound(): ApiError {
  return new ApiError(404, 'Not Found')
}

/** The resource is visible, but not to be changed by this caller. */
export function forbidden(message = 'Must have admin rights to Repository.'): ApiError {
  return new ApiError(403, message)
}

/** The request body has the wrong content. */
export function validationFailed(...problems: FieldProblem[]): ApiError {
  return new ApiError(422, 'Validation Failed', { problems })
}
