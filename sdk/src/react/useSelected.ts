'use client'

import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import type { SessionState } from '../auth-state.ts'
import { useAuth } from './useAuth.ts'

/**
 * Reads a part of the session state that keeps its identity while `isEqual` says it is the same.
 *
 * React asks for a snapshot several times per render and insists on the same answer, so the selection is
 * remembered for each state; what was last shown is kept over a new, inline `select`.
 */
export function useSelected<T>(select: (state: SessionState) => T, isEqual: (a: T, b: T) => boolean): T {
  const client = useAuth()
  const shown = useRef<{ value: T } | null>(null)
  const [read, readServer] = useMemo(() => {
    let last: { state: SessionState; value: T } | undefined
    const from = (state: SessionState): T => {
      if (last?.state === state) return last.value
      const value = select(state)
      const kept = last ?? shown.current
      last = { state, value: kept && isEqual(kept.value, value) ? kept.value : value }
      return last.value
    }
    return [() => from(client.getState()), () => from(client.getServerState())]
  }, [client, select, isEqual])

  const value = useSyncExternalStore(client.subscribe, read, readServer)
  useEffect(() => {
    shown.current = { value }
  }, [value])
  return value
}
