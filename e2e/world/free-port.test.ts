import { once } from 'node:events'
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { findFreePort } from './free-port.ts'

describe('findFreePort', () => {
  it('takes the preferred port when it is free and the next one when it is not', async () => {
    const preferred = await findFreePort()
    expect(await findFreePort(preferred)).toBe(preferred)

    const server = createServer().listen(preferred, '127.0.0.1')
    await once(server, 'listening')
    const other = await findFreePort(preferred)
    server.close()

    expect(other).toBeGreaterThan(preferred)
  })

  it('gives no port twice, even while nobody uses it yet', async () => {
    const ports = [await findFreePort(), await findFreePort(), await findFreePort()]

    expect(new Set(ports).size).toBe(3)
  })
})
