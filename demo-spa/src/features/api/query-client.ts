import { QueryClient } from '@tanstack/react-query'
import { ApiError } from './api-error.ts'

const MOST_RETRIES = 2
const FRESH_FOR_MS = 30_000

/**
 * Creates the cache of everything read from GitHub and Google.
 *
 * Only what can heal by itself is asked again: a refusal (401, 403, 404) would be the same one each time.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: FRESH_FOR_MS, retry: isWorthRetrying, retryDelay: backOff },
      // A repeated POST may create a second issue; each idempotent mutation opts in by itself.
      mutations: { retry: false },
    },
  })
}

/** Says whether a failed call is tried again: a transient failure, at most twice. */
export function isWorthRetrying(failureCount: number, error: Error): boolean {
  return failureCount < MOST_RETRIES && error instanceof ApiError && error.isTransient
}

/** Waits longer each time, in milliseconds. */
export function backOff(failureCount: number): number {
  return 600 * 2 ** failureCount
}
