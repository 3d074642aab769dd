'use client'

import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { type AuthError, isAuthError } from '../auth-error.ts'

/** Something a button does; its error belongs to the button, not to the session. */
export interface AuthAction<A extends unknown[]> {
  /** Runs it, unless it is running; a failure ends up in `error`. Keeps its identity. */
  run(...args: A): Promise<void>
  /** True until it is done; after a login, until the page is gone. */
  isPending: boolean
  error: AuthError | null
  /** Forgets the error. */
  reset(): void
}

const IDLE = { isPending: false, error: null }

/** Turns one of the client's methods into an action; `work` may change with every render. */
export function useAuthAction<A extends unknown[]>(work: (...args: A) => Promise<unknown>): AuthAction<A> {
  const [state, setState] = useState<{ isPending: boolean; error: AuthError | null }>(IDLE)
  const latest = useRef(work)
  const isRunning = useRef(false)
  useEffect(() => {
    latest.current = work
  })

  const reset = useCallback(() => {
    isRunning.current = false
    setState(IDLE)
  }, [])

  const run = useCallback(async (...args: A) => {
    if (isRunning.current) return
    isRunning.current = true
    setState({ isPending: true, error: null })
    try {
      await latest.current(...args)
      setState(IDLE)
    } catch (error) {
      setState({ isPending: false, error: isAuthError(error) ? error : null })
      if (!isAuthError(error)) throw error
    } finally {
      isRunning.current = false
    }
  }, [])

  // A page that comes back out of the back/forward cache still waits for a navigation that is over.
  useEffect(() => {
    const restore = (event: PageTransitionEvent) => event.persisted && reset()
    addEventListener('pageshow', restore)
    return () => removeEventListener('pageshow', restore)
  }, [reset])

  return useMemo(() => ({ ...state, run, reset }), [state, run, reset])
}
