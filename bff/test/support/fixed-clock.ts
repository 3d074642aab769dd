/** A clock that stands still until a test moves it. */
export interface FixedClock {
  /** Epoch milliseconds. */
  now: () => number
  advance(by: { hours?: number; minutes?: number; seconds?: number }): void
}

/** Any moment will do; a constant one makes failures repeat. */
const START = Date.UTC(2030, 0, 1)

/**
 * Starts a clock for the BFF and the browser. Redis keeps its own time, and oauth4webapi judges ID
 * tokens by the process's: tests of the idle timeout use the memory store, and ID tokens carry real times.
 */
export function fixedClock(): FixedClock {
  let now = START
  return {
    now: () => now,
    advance({ hours = 0, minutes = 0, seconds = 0 }) {
      now += ((hours * 60 + minutes) * 60 + seconds) * 1000
    },
  }
}
