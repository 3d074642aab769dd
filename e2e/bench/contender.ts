import { join } from 'node:path'
import { type ServerProcess, startServer } from './server-process.ts'
import type { Stage } from './stage.ts'
import type { SeededSessions, Variant } from './variants/variant.ts'
import type { Workload } from './workload.ts'
import { writeRequests } from './write-requests.ts'

/** A running variant, and the sessions it is loaded with. */
export interface Contender {
  name: string
  server: ServerProcess
  seeded: SeededSessions
  /** The file of its requests for the load generator, written when it is first asked for. */
  requestsFile(workload: Workload, sessions: number): Promise<string>
  stop(): Promise<void>
}

/** Starts a variant whose sessions are there already. */
export async function startContender(
  stage: Stage,
  variant: Variant,
  seeded: SeededSessions,
): Promise<Contender> {
  const server = await startServer(await variant.command(stage))
  const files = new Map<string, Promise<string>>()
  const requestsFile = (workload: Workload, sessions: number) => {
    const key = `${variant.name}-${workload.name}-${sessions}`
    const cookies = seeded.cookies.slice(0, sessions)
    const written =
      files.get(key) ?? write(join(stage.folder, `${key}.requests`), workload, server.origin, cookies)
    files.set(key, written)
    return written
  }
  return { name: variant.name, server, seeded, requestsFile, stop: server.stop }
}

async function write(
  file: string,
  workload: Workload,
  origin: string,
  cookies: readonly string[],
): Promise<string> {
  await writeRequests(file, workload, origin, cookies)
  return file
}
