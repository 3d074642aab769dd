import type { RunResult, VariantResult } from '../bench-result.ts'
import { startContender } from '../contender.ts'
import { residentMb } from '../process-usage.ts'
import type { Stage } from '../stage.ts'
import type { SeededSessions, Variant } from '../variants/variant.ts'
import type { LoadShape } from './load-shape.ts'
import { load } from './measure.ts'

/** What Redis held, in MiB, before the sessions were signed in and after. */
export interface RedisSizes {
  before: number
  after: number
}

/** The product whose memory is measured, and what is known of its sessions. */
export interface MemorySubject {
  product: Variant
  seeded: SeededSessions
  redis: RedisSizes
}

const NOT_MEASURED = {
  rps: null,
  ratioToFloor: null,
  spread: null,
  cpuSecondsPer10k: null,
  p50Ms: null,
  p99Ms: null,
}

/**
 * Loads a fresh process with one session, and another with all of them, for the same time: what the second is larger
 * by are the sessions. Redis is reported beside them.
 */
export async function runMemory(
  stage: Stage,
  { product, seeded, redis }: MemorySubject,
  shape: LoadShape,
): Promise<RunResult[]> {
  const runs: RunResult[] = []
  for (const [sessions, redisMb] of [
    [1, redis.before],
    [shape.sessions, redis.after],
  ] as const) {
    const contender = await startContender(stage, product, seeded)
    try {
      const { errors } = await load(contender, { ...shape, sessions }, shape.seconds * shape.rounds)
      const rssMb = residentMb(contender.server.pid)
      const variants: VariantResult[] = [
        { name: product.name, ...NOT_MEASURED, rssMb, errors },
        { name: 'redis', ...NOT_MEASURED, rssMb: redisMb, errors: 0 },
      ]
      const { connections, workload } = shape
      runs.push({ workload: workload.name, connections, sessions, mode: 'memory', variants })
    } finally {
      await contender.stop()
    }
  }
  return runs
}
