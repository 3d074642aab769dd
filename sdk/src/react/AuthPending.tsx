'use client'

import { type ReactNode, useEffect, useState } from 'react'
import { useSession } from './useSession.ts'

/** Props of {@link AuthPending}. */
export interface AuthPendingProps {
  children: ReactNode
  /** Milliseconds to wait first, so that a fast answer shows no spinner. Default 0. */
  delayMs?: number
}

/** Shows its children until the session is known for the first time. */
export function AuthPending({ children, delayMs = 0 }: AuthPendingProps): ReactNode {
  const isPending = useSession((state) => state.status === 'loading')
  return isPending ? <Delayed delayMs={delayMs}>{children}</Delayed> : null
}

function Delayed({ children, delayMs }: Required<AuthPendingProps>): ReactNode {
  const [isDue, setDue] = useState(delayMs === 0)
  useEffect(() => {
    const timer = setTimeout(() => setDue(true), delayMs)
    return () => clearTimeout(timer)
  }, [delayMs])
  return isDue ? children : null
}
