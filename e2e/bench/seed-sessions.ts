import { startServer } from './server-process.ts'
import type { Stage } from './stage.ts'
import type { SeededSessions, Variant } from './variants/variant.ts'

/**
 * Signs people in at a variant and stops it again. The sessions are in its cookies and in Redis; what is timed later
 * is a fresh process that has not served a single login.
 */
export async function seedSessions(
  stage: Stage,
  variant: Variant,
  count: number,
): Promise<SeededSessions | undefined> {
  if (!variant.signIn) return undefined
  const server = await startServer(await variant.command(stage))
  try {
    return await variant.signIn(stage, server.origin, count)
  } finally {
    await server.stop()
  }
}
