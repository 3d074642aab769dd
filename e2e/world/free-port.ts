import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * Below the range the system itself takes ports from, for `listen(0)` and outgoing connections: a port found
 * here is still free when the process it is meant for comes to use it.
 */
const OWN_RANGE = { first: 15_000, last: 30_000 }
const ATTEMPTS = 100

let next = randomInt(OWN_RANGE.first, OWN_RANGE.last)

/**
 * Finds a loopback port nobody listens on, for a process that cannot choose one by itself.
 *
 * @param preferred Taken when it is free, else the next free one above it. Absent: one that no earlier call in
 *   this process was given.
 */
export async function findFreePort(preferred?: number): Promise<number> {
  const first = preferred ?? next
  for (let port = first; port < first + ATTEMPTS; port += 1) {
    if (preferred === undefined) next = port + 1
    if (await isFree(port)) return port
  }
  throw new Error(`no free port from ${first} on`)
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening')
  } catch {
    return false
  }
  server.close()
  await once(server, 'close')
  return true
}
