import { setTimeout as pause } from 'node:timers/promises'

/** Resolves as soon as the condition holds; for setting up, where there is nothing to expect yet. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition().catch(() => false))) await pause(50)
}
