import { describe, expect, it } from 'vitest'
import { hasRedis } from '../support/redis-server.ts'
import { findFailures } from './fault-outcome.ts'
import { redisFrozen, redisKilled } from './faults.ts'
import { playFault } from './play-fault.ts'

const MAX_WAIT_MS = 1_000
/** A machine on which nobody waits longer than this, where no store is asked, is allowed no more than that. */
const CALM_MACHINE_MS = 100

const TIMEOUT_MS = 90_000

describe.skipIf(!hasRedis)('two processes under load', { timeout: TIMEOUT_MS }, () => {
  it.each([redisFrozen(2_000), redisKilled(1_000)])(
    'SESS-14 answer rightly or 503, and lose nobody: $name',
    async (fault) => {
      const outcome = await playFault(fault)

      // Slower machines get so many times as long; no machine gets a wrong answer.
      const slowness = Math.max(1, outcome.machineWaitMs / CALM_MACHINE_MS)
      expect(findFailures(outcome, MAX_WAIT_MS * slowness)).toEqual([])
      expect(outcome.byCode['503']).toBeGreaterThan(0)
    },
  )
})
