/**
 * The limit is waited for in steps. A process too busy to read its sockets for a while counts that as one
 * of them, and does not take its own delay for somebody else's.
 */
const STEPS = 5

/** Rejects when the work takes longer than the limit; the work itself goes on. */
export async function within<T>(limitMs: number, work: Promise<T>, onLate?: () => void): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_resolve, reject) => {
    const wait = (steps: number) => {
      timer = setTimeout(() => (steps > 1 ? wait(steps - 1) : giveUp()), limitMs / STEPS)
    }
    const giveUp = () => {
      onLate?.()
      reject(new Error(`no answer within ${limitMs} ms`))
    }
    wait(STEPS)
  })
  try {
    return await Promise.race([work, limit])
  } finally {
    clearTimeout(timer)
  }
}
