import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { findFreePort } from './free-port.ts'

describe('findFreePort', () => {
  it('takes the preferred port when it is free and the next one when it is not', async () => {
    const preferred = await findFreePort()
    expect(await findFreePort(preferred)).toBe(preferred)

    const server = createServer()
    await new Promise<void>((resolve) => server.listen(preferred, '127.0.0.1', resolve))
    const next = await findFreePort(preferred)
    server.close()

    expect(next).toBeGreaterThan(preferred)
  })
})
