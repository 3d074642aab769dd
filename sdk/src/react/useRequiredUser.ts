'use client'

import type { User } from '../register.ts'
import { useUser } from './useUser.ts'

/**
 * Yields the signed-in person, never null. For components inside `<RequireAuth>` or `<SignedIn>`.
 *
 * @throws {Error} Nobody is signed in: the component is not inside one of them.
 */
export function useRequiredUser(): User {
  const user = useUser()
  if (!user) throw new Error('Nobody is signed in: move the component inside <RequireAuth> or <SignedIn>.')
  return user
}
