/** Lets so many calls be in flight at once; the others wait their turn, in order. */
export interface CallLimit {
  /**
   * Waits for a turn.
   *
   * @returns Ends the turn; call it once.
   * @throws the signal's reason: it was aborted first.
   */
  take(signal: AbortSignal): Promise<() => void>
}

/**
 * Creates the limit of one provider: when it answers no more, what it holds up stays bounded and nothing else waits.
 */
export function createCallLimit(limit: number): CallLimit {
  const waiting = new Set<() => void>()
  let inFlight = 0

  /** A turn passes to the next in line; nobody who comes just then can slip in between. */
  function end(): void {
    const [next] = waiting
    if (next) next()
    else inFlight -= 1
  }

  return {
    async take(signal) {
      if (inFlight >= limit) await turn(waiting, signal)
      else inFlight += 1
      return end
    },
  }
}

function turn(waiting: Set<() => void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    const go = () => {
      waiting.delete(go)
      signal.removeEventListener('abort', giveUp)
      resolve()
    }
    const giveUp = () => {
      waiting.delete(go)
      reject(signal.reason)
    }
    signal.addEventListener('abort', giveUp, { once: true })
    waiting.add(go)
  })
}
