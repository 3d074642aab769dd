/** Something that runs as long as anybody wants it to. */
export interface Retainer {
  /** Starts it, unless it runs. @returns Lets go; the last one to do so stops it. */
  retain(): () => void
  /** Stops it for good, whoever still holds on to it. */
  destroy(): void
}

/** Creates a retainer. @param start Starts whatever it is; returns what stops it. */
export function createRetainer(start: () => () => void): Retainer {
  let holders = 0
  let stop: (() => void) | undefined
  return {
    retain() {
      stop ??= start()
      holders++
      let isHeld = true
      return () => {
        if (isHeld && --holders === 0) {
          stop?.()
          stop = undefined
        }
        isHeld = false
      }
    },
    destroy() {
      stop?.()
      stop = () => {}
      // Never counted down again, so nothing starts again.
      holders = Number.POSITIVE_INFINITY
    },
  }
}
