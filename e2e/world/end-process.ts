import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'

/** More than the BFF takes to finish what is under way. */
const PATIENCE_MS = 15_000

/**
 * Ends a child process with SIGTERM and waits until it is gone; one that does not listen is killed.
 *
 * @returns when the process has ended, at once when it had before.
 */
export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  const kill = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
  child.kill('SIGTERM')
  await ended
  clearTimeout(kill)
}
