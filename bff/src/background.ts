import { setTimeout } from 'node:timers/promises'
import { BffError } from './errors.ts'
import type { Logger } from './logger.ts'

/** How long closing waits for work under way, in milliseconds. */
const SETTLE_LIMIT_MS = 5_000

/** Pauses between attempts, in milliseconds; one attempt more than there are pauses. */
const RETRY_PAUSES_MS = [1_000, 10_000]
const LONGEST_PAUSE_MS = 60_000

/** Work that no answer waits for, but that closing does. */
export interface Background {
  /** Starts it; a failure is logged under that name and goes no further. */
  run(name: string, work: () => Promise<void>): void
  /**
   * The same for work that is worth trying again, such as telling a provider: three times in all, at
   * growing distance, later where a failure says when. Closing does not wait for another attempt.
   */
  runUntilDone(name: string, work: () => Promise<void>): void
  /** Resolves when everything under way has ended, or has had its time. */
  settled(): Promise<void>
}

/**
 * Creates the process's background work.
 *
 * @param pause Waits between attempts; the timer of the process unless a test brings its own.
 */
export function createBackground(log: Logger, pause: typeof wait = wait): Background {
  const underWay = new Set<Promise<void>>()
  const closing = new AbortController()

  function run(name: string, work: () => Promise<void>): void {
    const done = work()
      .catch((error: unknown) => log.warn({ error }, `${name} failed`))
      .finally(() => underWay.delete(done))
    underWay.add(done)
  }

  /** Also of what begins meanwhile: taking tokens out begins to revoke them. */
  async function allEnded(): Promise<void> {
    while (underWay.size > 0) await Promise.all(underWay)
  }

  async function attempt(name: string, work: () => Promise<void>): Promise<void> {
    for (const pauseMs of RETRY_PAUSES_MS) {
      try {
        return await work()
      } catch (error) {
        if (!(error instanceof BffError) || error.status !== 503) throw error
        log.warn({ error }, `${name} failed, and is tried again`)
        const named = Math.min((error.details.retryAfterSeconds ?? 0) * 1000, LONGEST_PAUSE_MS)
        await pause(Math.max(named, pauseMs), closing.signal)
      }
    }
    await work()
  }

  return {
    run,
    runUntilDone: (name, work) => run(name, () => attempt(name, work)),
    async settled() {
      closing.abort()
      const limit = new AbortController()
      const timeUp = wait(SETTLE_LIMIT_MS, limit.signal).catch(() => undefined)
      await Promise.race([allEnded(), timeUp])
      limit.abort()
    },
  }
}

async function wait(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal, ref: false })
}
