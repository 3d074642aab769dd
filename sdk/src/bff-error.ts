import { AuthError } from './auth-error.ts'
import { PROBLEM_TYPE, type Problem } from './wire.ts'

/**
 * Reads why a call was refused; the response stays readable.
 *
 * An upstream's own errors come through the same door, problem documents among them: only the BFF's have its
 * `type`.
 *
 * @param otherwise Code of an error that is not the BFF's; its body becomes the `cause`.
 */
export async function readError(
  response: Response,
  otherwise: 'server' | 'upstream_error',
): Promise<AuthError> {
  const { status } = response
  const body = (await response
    .clone()
    .json()
    .catch(() => null)) as Partial<Problem> | null
  if (!body?.code || body.type !== PROBLEM_TYPE + body.code) {
    return new AuthError(otherwise, `Unexpected answer: ${status}`, { status, cause: body })
  }
  const { code, title = code, detail = title, requestId, provider, missingScopes } = body
  return new AuthError(code, detail, { status, requestId, provider, missingScopes })
}

/** Turns what `fetch` threw into an error that says to try again. */
export function unanswered(cause: unknown): AuthError {
  const code = (cause as Error).name === 'TimeoutError' ? 'timeout' : 'network'
  return new AuthError(code, 'The server did not answer.', { cause })
}
