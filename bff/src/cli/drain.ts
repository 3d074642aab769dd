import type { Server } from 'node:http'

/** Whether every answer under way was finished, or some were cut off at the limit. */
export type DrainOutcome = 'finished' | 'cut'

const SWEEP_INTERVAL_MS = 50

/**
 * Stops accepting connections and waits for the answers under way.
 *
 * @param limitMs After this, what is left is cut off: a stream that never ends must not hold the process.
 */
export function drain(server: Server, limitMs: number): Promise<DrainOutcome> {
  return new Promise((resolve) => {
    let outcome: DrainOutcome = 'finished'
    // A connection whose last answer is out stays open for a next request; none is wanted any more.
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_INTERVAL_MS)
    const limit = setTimeout(() => {
      outcome = 'cut'
      server.closeAllConnections()
    }, limitMs)
    server.close(() => {
      clearInterval(sweep)
      clearTimeout(limit)
      resolve(outcome)
    })
  })
}
