'use client'

import type { ReactNode } from 'react'
import { useSession } from './useSession.ts'

/** Shows its children when nobody is signed in; not while that is unknown. */
export function SignedOut({ children }: { children: ReactNode }): ReactNode {
  const isSignedOut = useSession((state) => state.status === 'unauthenticated')
  return isSignedOut ? children : null
}
