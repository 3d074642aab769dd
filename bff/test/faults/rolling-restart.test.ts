import { describe, expect, it } from 'vitest'
import { hasRedis } from '../support/redis-server.ts'
import { rollingRestart } from './rolling-restart.ts'

const TIMEOUT_MS = 90_000

describe.skipIf(!hasRedis)('three processes under load', { timeout: TIMEOUT_MS }, () => {
  it('OPS-07 are replaced one after the other, and not one call fails', async () => {
    const { wrong, evidence, sessionsLost, exitCodes } = await rollingRestart()

    expect({ wrong, evidence, sessionsLost }).toEqual({ wrong: 0, evidence: [], sessionsLost: 0 })
    expect(exitCodes).toEqual([0, 0, 0])
  })
})
