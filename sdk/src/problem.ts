import { AuthError, type AuthErrorDetails } from './auth-error.ts'
import type { Problem, ProblemCode } from './wire.ts'

const CODES: readonly ProblemCode[] = [
  'invalid_request',
  'unauthenticated',
  'reauth_required',
  'csrf',
  'not_connected',
  'insufficient_scope',
  'step_up_required',
  'route_not_found',
  'method_not_allowed',
  'payload_too_large',
  'rate_limited',
  'upstream_unreachable',
  'provider_unavailable',
  'session_store_unavailable',
  'upstream_timeout',
]

/**
 * Reads a BFF problem out of a response, without using its body up.
 *
 * An upstream's own errors pass through the same door, problem documents among them; only the BFF's codes
 * count, and a 401 only with the BFF's challenge, which the proxy strips from upstream answers.
 *
 * @returns Null when the error is not the BFF's, or there is none.
 */
export async function readProblem(response: Response): Promise<AuthError | null> {
  const { ok, status, headers } = response
  if (ok || !headers.get('content-type')?.startsWith('application/problem+json')) return null
  if (status === 401 && !headers.get('www-authenticate')?.startsWith('Session')) return null

  const problem: Partial<Problem> | null = await response
    .clone()
    .json()
    .catch(() => null)
  const code = CODES.find((known) => known === problem?.code)
  if (!problem || !code) return null
  return new AuthError(code, problem.detail ?? problem.title ?? code, detailsOf(problem, status))
}

function detailsOf(problem: Partial<Problem>, status: number): AuthErrorDetails {
  const { requestId, provider, missingScopes } = problem
  return {
    status,
    ...(requestId && { requestId }),
    ...(provider && { provider: provider as AuthErrorDetails['provider'] & string }),
    ...(missingScopes && { missingScopes }),
  }
}

/** Turns a failed `fetch` into an error that says whether to try again. */
export function toConnectionError(cause: unknown): AuthError {
  return cause instanceof Error && cause.name === 'TimeoutError'
    ? new AuthError('timeout', 'The server took too long to answer.', { cause })
    : new AuthError('network', 'The server could not be reached.', { cause })
}
