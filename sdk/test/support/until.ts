/** Waits for a condition, a turn of the event loop at a time; the test's own timeout is the limit. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await aTurn()
}

/** Lets everything that is ready to run do so. */
export function aTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
