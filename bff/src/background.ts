import type { Logger } from './logger.ts'

/** Work that no answer waits for, but that closing does. */
export interface Background {
  /** Starts it; a failure is logged under that name and goes no further. */
  run(name: string, work: () => Promise<void>): void
  /** Resolves when everything under way has ended. */
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
      await Promise.all(underWay)
    },
  }
}
