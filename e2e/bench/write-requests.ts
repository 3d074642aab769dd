import { writeFile } from 'node:fs/promises'
import { apiRequest, toWire } from './api-request.ts'
import type { Workload } from './workload.ts'

/** Writes the requests of some sessions to a file, as `load.lua` reads them. */
export async function writeRequests(
  file: string,
  workload: Workload,
  origin: string,
  cookies: readonly string[],
): Promise<void> {
  const { host } = new URL(origin)
  const requests = cookies.map((cookie) => {
    const wire = toWire(apiRequest(workload, cookie), host)
    return `${Buffer.byteLength(wire)}\n${wire}`
  })
  await writeFile(file, requests.join('\n'))
}
