'use client'

import type { LoginOptions } from '../login-url.ts'
import { useAuth } from './useAuth.ts'
import { type AuthAction, useAuthAction } from './useAuthAction.ts'

/**
 * Yields the action that signs in.
 *
 * @example
 * const login = useLogin({ provider: 'github' })
 * return <button disabled={login.isPending} onClick={() => login.run()}>Sign in</button>
 */
export function useLogin(defaults?: LoginOptions): AuthAction<[LoginOptions?]> {
  const client = useAuth()
  return useAuthAction((options) => client.login({ ...defaults, ...options }))
}
