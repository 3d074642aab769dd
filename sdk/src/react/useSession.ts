'use client'

import { useMemo } from 'react'
import type { Session, SessionState } from '../auth-state.ts'
import { useAuth } from './useAuth.ts'
import { useSelected } from './useSelected.ts'

/** The session state, and a way to ask for it again. */
export type SessionView = SessionState & { refresh(): Promise<Session | null> }

/** Yields the whole session state. */
export function useSession(): SessionView
/**
 * Yields a part of the session state, and re-renders only when that part changes.
 *
 * @param isEqual Default `Object.is`; give one when `select` builds a new object each time.
 *
 * @example
 * const accounts = useSession((state) => state.session?.connections.length ?? 0)
 */
export function useSession<T>(select: (state: SessionState) => T, isEqual?: (a: T, b: T) => boolean): T
export function useSession(
  select?: (state: SessionState) => unknown,
  isEqual: (a: unknown, b: unknown) => boolean = Object.is,
): unknown {
  const { refresh } = useAuth()
  const withRefresh = useMemo(() => (state: SessionState) => ({ ...state, refresh }), [refresh])
  return useSelected(select ?? withRefresh, isEqual)
}
