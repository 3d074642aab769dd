'use client'

import type { LogoutOptions } from '../auth-client-options.ts'
import { useAuth } from './useAuth.ts'
import { type AuthAction, useAuthAction } from './useAuthAction.ts'

/**
 * Yields the action that signs out.
 *
 * @example
 * const logout = useLogout()
 * return <button onClick={() => logout.run({ returnTo: '/' })}>Sign out</button>
 */
export function useLogout(): AuthAction<[LogoutOptions?]> {
  return useAuthAction(useAuth().logout)
}
