'use client'

import type { User } from '../register.ts'
import { useSession } from './useSession.ts'

/** Yields the signed-in person, or null; re-renders only when they change. */
export function useUser(): User | null {
  return useSession((state) => state.user)
}
