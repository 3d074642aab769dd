/** What has to be undone, in the order it was done. */
export interface Cleanup {
  add(undo: () => Promise<unknown>): void
  /** Undoes everything, last first; a step that fails does not keep the others from running. */
  run(): Promise<void>
}

/** Creates an empty list. */
export function createCleanup(): Cleanup {
  const steps: (() => Promise<unknown>)[] = []
  return {
    add: (undo) => {
      steps.push(undo)
    },
    run: async () => {
      const failures: unknown[] = []
      for (let step = steps.pop(); step; step = steps.pop()) {
        await step().catch((error: unknown) => failures.push(error))
      }
      if (failures.length > 0) throw new AggregateError(failures, 'not everything could be stopped')
    },
  }
}
