import { BffError } from '../errors.ts'

/** Counts the calls each session has in flight. */
export interface CallSlots {
  /**
   * Takes a slot of the session.
   *
   * @returns Gives the slot back; call it once, when the upstream call is over.
   * @throws {BffError} `rate_limited` (429): the session has no slot left.
   */
  take(sessionId: string): () => void
}

const RETRY_AFTER_SECONDS = 1

/**
 * Creates the slots of one upstream, so that one tab stuck in a loop cannot take all its connections.
 *
 * @param limit Calls of one session in flight at once.
 */
export function createCallSlots(limit: number): CallSlots {
  const inFlight = new Map<string, number>()

  function giveBack(sessionId: string): void {
    const count = inFlight.get(sessionId) ?? 0
    if (count > 1) inFlight.set(sessionId, count - 1)
    else inFlight.delete(sessionId)
  }

  return {
    take(sessionId) {
      const count = inFlight.get(sessionId) ?? 0
      if (count >= limit) {
        throw new BffError('rate_limited', 'This session has too many calls in flight.', {
          retryAfterSeconds: RETRY_AFTER_SECONDS,
        })
      }
      inFlight.set(sessionId, count + 1)
      return () => giveBack(sessionId)
    },
  }
}
