import { useCallback, useRef } from 'react'

/** The control a person moved a card with, which gets the focus back on the card's new place. */
type MoveControl = 'menu' | 'handle'

/** Remembers which card is about to be drawn anew, and with which of its controls in use. */
export interface Arrival {
  announce: (issueNumber: number, control: MoveControl) => void
  /** Answers once for each announcement: a card that is drawn again later must not pull the focus. */
  take: (issueNumber: number) => MoveControl | null
}

/** Carries the focus from where a card was to where it is moved; the card itself is a new one there. */
export function useArrival(): Arrival {
  const expected = useRef<{ issueNumber: number; control: MoveControl } | null>(null)

  const announce = useCallback((issueNumber: number, control: MoveControl) => {
    expected.current = { issueNumber, control }
  }, [])
  const take = useCallback((issueNumber: number) => {
    if (expected.current?.issueNumber !== issueNumber) return null
    const { control } = expected.current
    expected.current = null
    return control
  }, [])

  return { announce, take }
}
