/** How far to move the world's clock; the units add up. */
interface ClockStep {
  seconds?: number
  minutes?: number
  hours?: number
}

/** The time every emulated provider lives by: real time plus whatever a test has advanced. */
export interface WorldClock {
  /** Epoch milliseconds. */
  now(): number
  /** Moves the world into the future; there is no way back. */
  advance(by: ClockStep): void
}

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS

/**
 * Creates a clock that runs in real time until it is advanced.
 *
 * Token expiry, code lifetimes and rate-limit windows of the emulated providers all read it, so a test makes
 * a token expire by advancing the clock, never by waiting.
 */
export function createWorldClock(): WorldClock {
  let offsetMs = 0
  return {
    now: () => Date.now() + offsetMs,
    advance: ({ seconds = 0, minutes = 0, hours = 0 }) => {
      offsetMs += seconds * SECOND_MS + minutes * MINUTE_MS + hours * HOUR_MS
    },
  }
}
