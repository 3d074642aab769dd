import { setTimeout } from 'node:timers/promises'
import type { Logger } from './logger.ts'

/** How long closing waits for work under way, in milliseconds. */
const SETTLE_LIMIT_MS = 5_000

/** Work that no answer waits for, but that closing does. */
export interface Background {
  /** Starts it; a failure is logged under that name and goes no further. */
  run(name: string, work: () => Promise<void>): void
  /** Resolves when everything under way has ended, or has had its time. */
  settled(): Promise<void>
}

/** Creates the process's background work. */
export function createBackground(log: Logger): Background {
  const underWay = new Set<Promise<void>>()
  return {
    run(name, work) {
      const done = work()
        .catch((error: unknown) => log.warn({ error }, `${name} failed`))
        .finally(() => underWay.delete(done))
      underWay.add(done)
    },
    async settled() {
      const limit = new AbortController()
      const timeUp = setTimeout(SETTLE_LIMIT_MS, undefined, { signal: limit.signal }).catch(() => undefined)
      await Promise.race([Promise.all(underWay), timeUp])
      limit.abort()
    },
  }
}
