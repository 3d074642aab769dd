/** Ways for an endpoint to be late: by a fixed time, or until the test lets go. */
export type Delay = { delayMs: number } | { until: Promise<unknown> }

/** Holds a request up when the fault is a delay. */
export async function waitOut(fault: 'ok' | Delay): Promise<void> {
  if (fault === 'ok') return
  if ('until' in fault) await fault.until
  else await new Promise((resolve) => setTimeout(resolve, fault.delayMs))
}
