import cluster from 'node:cluster'
import { constants } from 'node:os'

const STOP_SIGNALS = ['SIGTERM', 'SIGINT'] as const

/**
 * Resolves with the first signal that asks this process to stop. A second one means that somebody
 * will not wait any longer, and ends the process at once. A worker may be sent several for one reason, by
 * its terminal, its supervisor and its primary process; it ends at once when its primary does.
 */
export function stopRequested(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let asked = false
    for (const signal of STOP_SIGNALS) {
      process.on(signal, () => {
        if (asked && cluster.isPrimary) process.exit(128 + constants.signals[signal])
        asked = true
        resolve(signal)
      })
    }
  })
}
