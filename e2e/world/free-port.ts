import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'

/**
 * Finds a loopback port nobody listens on, for a process that cannot choose one by itself.
 *
 * @param preferred Taken when it is free, else the next free one above it. Absent: any.
 */
export async function findFreePort(preferred?: number): Promise<number> {
  if (preferred === undefined) return probe(0)
  for (let port = preferred; port < preferred + 100; port += 1) {
    const free = await probe(port).catch(() => undefined)
    if (free !== undefined) return free
  }
  throw new Error(`no free port from ${preferred} on`)
}

async function probe(port: number): Promise<number> {
  const server = createServer().listen(port, '127.0.0.1')
  await once(server, 'listening')
  const { port: found } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return found
}
