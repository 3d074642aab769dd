'use client'

import { useSyncExternalStore } from 'react'
import type { AuthError } from '../auth-error.ts'
import { useAuth } from './useAuth.ts'

/**
 * Yields the failure that a login or connect came back with, until it is dismissed.
 *
 * @example
 * const { error, dismiss } = useLoginError()
 * return error && <p role="alert">{error.message} <button onClick={dismiss}>Close</button></p>
 */
export function useLoginError(): { error: AuthError | null; dismiss(): void } {
  const { subscribe, getLoginError, dismissLoginError } = useAuth()
  const error = useSyncExternalStore(subscribe, getLoginError, () => null)
  return { error, dismiss: dismissLoginError }
}
