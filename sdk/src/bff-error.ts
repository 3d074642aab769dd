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
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null)
  const { type, code, title, detail, requestId, provider, missingScopes } = (body ?? {}) as Partial<Problem>
  return code && type === PROBLEM_TYPE + code
    ? new AuthError(code, detail ?? title ?? code, { status, requestId, provider, missingScopes } as object)
    : new AuthError(otherwise, `Unexpected answer: ${status}`, { status, cause: body })
}

/** Turns what `fetch` threw into an error that says to try again. */
export function unanswered(cause: unknown): AuthError {
  const code = (cause as Error).name === 'TimeoutError' ? 'timeout' : 'network'
  return new AuthError(code, 'The server did not answer.', { cause })
}
