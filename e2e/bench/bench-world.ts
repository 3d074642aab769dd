import type { BenchOptions } from './bench-options.ts'
import { PRODUCT } from './bench-result.ts'
import { type Contender, startContender } from './contender.ts'
import type { RedisSizes } from './modes/memory.ts'
import type { PlannedRun } from './plan.ts'
import { redisMemoryMb } from './redis-memory.ts'
import { seedSessions } from './seed-sessions.ts'
import type { Stage } from './stage.ts'
import { allVariants } from './variants/registry.ts'
import type { SeededSessions, Variant } from './variants/variant.ts'
import { verifyContender } from './verify-contender.ts'
import { workloadNamed } from './workload.ts'

/** Everything that runs of a plan need. */
export interface BenchWorld {
  stage: Stage
  product: Variant
  productSessions: SeededSessions
  redis: RedisSizes
  /** The running variants, in the order of the report. */
  contenders: readonly Contender[]
  options: BenchOptions
}

/**
 * Signs people in at every variant, starts it afresh, and proves that it does the work it will be timed at.
 *
 * @throws {Error} one does not start, or does not do its work.
 */
export async function prepareWorld(
  stage: Stage,
  variants: readonly Variant[],
  options: BenchOptions,
  say: (line: string) => void,
): Promise<BenchWorld> {
  const product = allVariants().find(({ name }) => name === PRODUCT) as Variant
  const { manySessions, plan } = options
  say(`signing ${manySessions} sessions in at ${product.name}`)
  const before = await redisMemoryMb(stage.redisUrl)
  const productSessions = await seed(stage, product, manySessions)
  const redis = { before, after: await redisMemoryMb(stage.redisUrl) }

  const withoutSessions = { cookies: productSessions.cookies, tokens: new Set([stage.fixedToken]) }
  const contenders: Contender[] = []
  for (const variant of variants) {
    say(`preparing ${variant.name}`)
    const own = variant.name === PRODUCT ? productSessions : await seedSessions(stage, variant, manySessions)
    const contender = await startContender(stage, variant, own ?? withoutSessions)
    stage.cleanup.add(contender.stop)
    contenders.push(contender)
    for (const workload of workloadsOf(plan, variant.name)) {
      await verifyContender(contender, workloadNamed(workload), stage.upstream)
    }
  }
  return { stage, product, productSessions, redis, contenders, options }
}

async function seed(stage: Stage, product: Variant, count: number): Promise<SeededSessions> {
  const seeded = await seedSessions(stage, product, count)
  if (!seeded) throw new TypeError(`${product.name} signs nobody in`)
  return seeded
}

function workloadsOf(plan: readonly PlannedRun[], name: string): Set<PlannedRun['workload']> {
  return new Set(
    plan.filter(({ variants }) => variants?.includes(name) ?? true).map(({ workload }) => workload),
  )
}
