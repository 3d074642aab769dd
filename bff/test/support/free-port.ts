import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * Below the range that systems take ports from for `listen(0)` and outgoing connections, of which other tests
 * open thousands: what is free here stays free until its server comes up, and while that is down.
 */
const OWN_RANGE = { first: 15_000, end: 30_000 }

let next = randomInt(OWN_RANGE.first, OWN_RANGE.end)

/** A loopback port nobody listens on, and no earlier call in this process was given. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = next
    next = port + 1 < OWN_RANGE.end ? port + 1 : OWN_RANGE.first
    if (await isFree(port)) return port
  }
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
