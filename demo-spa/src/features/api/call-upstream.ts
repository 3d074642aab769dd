import type { Problem, ProblemCode, UpstreamApi } from '@coatcheck/sdk'
import { ApiError, type ApiErrorDetails, type ApiErrorReason } from './api-error.ts'

/** The part of the SDK's `api('…')` that data access needs. */
export type Upstream = Pick<UpstreamApi, 'fetch'>

/** One call: a method with a JSON body, or a read when neither is given. */
export interface UpstreamCall {
  method?: 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  body?: unknown
  signal?: AbortSignal
}

/**
 * Calls an upstream through the BFF.
 *
 * @returns The answer, always a success.
 * @throws {ApiError} Everything else, except an abort, which passes through for the query cache to see.
 */
export async function callUpstream(
  upstream: Upstream,
  path: string,
  call: UpstreamCall = {},
): Promise<Response> {
  const response = await upstream.fetch(path, toRequestInit(call)).catch((cause: unknown) => {
    if (cause instanceof Error && cause.name === 'AbortError') throw cause
    throw new ApiError('offline', 'The server could not be reached.', { cause })
  })
  if (response.ok) return response
  throw await toApiError(response)
}

function toRequestInit({ method, body, signal }: UpstreamCall): RequestInit {
  return {
    ...(method && { method }),
    ...(signal && { signal }),
    ...(body !== undefined && {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    }),
  }
}

const REASON_BY_CODE: Partial<Record<ProblemCode, ApiErrorReason>> = {
  unauthenticated: 'unauthenticated',
  reauth_required: 'reauth_required',
  not_connected: 'not_connected',
  insufficient_scope: 'insufficient_scope',
  rate_limited: 'rate_limited',
}

async function toApiError(response: Response): Promise<ApiError> {
  const { status, headers } = response
  const body: unknown = await response.json().catch(() => undefined)
  const retryAt = retryTime(headers, Date.now())
  const details: ApiErrorDetails = { status, cause: body, ...(retryAt !== undefined && { retryAt }) }

  if (headers.get('content-type')?.startsWith('application/problem+json')) {
    const { code, title, requestId } = (body ?? {}) as Partial<Problem>
    const reason = (code && REASON_BY_CODE[code]) ?? reasonOf(status)
    return new ApiError(reason, title ?? reason, { ...details, ...(requestId && { requestId }) })
  }
  const isLimit = retryAt !== undefined && (status === 403 || status === 429)
  const reason = isLimit ? 'rate_limited' : lacksScope(body) ? 'insufficient_scope' : reasonOf(status)
  return new ApiError(reason, upstreamMessage(body) ?? `The API answered ${status}.`, details)
}

function reasonOf(status: number): ApiErrorReason {
  // The BFF's own 401 has a code; this one is the upstream's, which no longer takes the account's token.
  if (status === 401) return 'reauth_required'
  if (status === 429) return 'rate_limited'
  if (status === 403) return 'forbidden'
  if (status === 404 || status === 410) return 'not_found'
  if (status === 400 || status === 409 || status === 422) return 'invalid'
  return status >= 500 ? 'unavailable' : 'unknown'
}

/** GitHub answers 403 for "slow down" as well as for "you may not"; only the headers tell them apart. */
function retryTime(headers: Headers, now: number): number | undefined {
  const retryAfterSeconds = Number(headers.get('retry-after') ?? Number.NaN)
  if (Number.isFinite(retryAfterSeconds)) return now + retryAfterSeconds * 1000

  const resetSeconds = Number(headers.get('x-ratelimit-reset') ?? Number.NaN)
  const isUsedUp = headers.get('x-ratelimit-remaining') === '0'
  return isUsedUp && Number.isFinite(resetSeconds) ? resetSeconds * 1000 : undefined
}

/** Google names a missing scope inside its error details. */
function lacksScope(body: unknown): boolean {
  return JSON.stringify(body ?? '').includes('ACCESS_TOKEN_SCOPE_INSUFFICIENT')
}

/** GitHub says `message`, Google `error.message`. */
function upstreamMessage(body: unknown): string | undefined {
  const { message, error } = (body ?? {}) as { message?: string; error?: { message?: string } }
  return message ?? error?.message
}
