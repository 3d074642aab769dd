import type { RunResult, VariantResult } from './bench-result.ts'
import type { BenchWorld } from './bench-world.ts'
import type { Contender } from './contender.ts'
import { runDuel } from './modes/duel.ts'
import type { LoadShape } from './modes/load-shape.ts'
import { runMemory } from './modes/memory.ts'
import { runOpenLoopRounds } from './modes/open-loop.ts'
import { runSlices } from './modes/slices.ts'
import { runStartUps } from './modes/start-up.ts'
import { runWorkers } from './modes/workers.ts'
import type { PlannedRun } from './plan.ts'
import { allVariants } from './variants/registry.ts'
import { workloadNamed } from './workload.ts'

/** Carries one run of the plan out; the memory run has a result for each number of sessions. */
export async function runPlanned(world: BenchWorld, planned: PlannedRun): Promise<RunResult[]> {
  const { stage, product, productSessions, redis, options } = world
  const { rounds, seconds, leadInSeconds, manySessions } = options
  const shape: LoadShape = {
    workload: workloadNamed(planned.workload),
    connections: planned.connections,
    sessions: planned.sessions === 'one' ? 1 : manySessions,
    rounds,
    seconds,
    leadInSeconds,
    signal: stage.signal,
  }
  if (planned.mode === 'memory') return runMemory(stage, { product, seeded: productSessions, redis }, shape)

  const variants = await measured(world, planned, shape)
  const { workload, connections, mode } = planned
  return [{ workload, connections, sessions: shape.sessions, mode, variants }]
}

function measured(world: BenchWorld, planned: PlannedRun, shape: LoadShape): Promise<VariantResult[]> {
  const { stage, productSessions } = world
  const contenders = contendersOf(world, planned)
  switch (planned.mode) {
    case 'slices':
      return runSlices(contenders, shape)
    case 'duel':
      return runDuel(contenders, shape)
    case 'open-loop':
      return runOpenLoopRounds(contenders, shape)
    case 'workers':
      return runWorkers(stage, productSessions, shape)
    case 'start-up': {
      const variants = allVariants().filter(({ name }) => planned.variants?.includes(name) ?? true)
      return runStartUps(stage, variants, shape.rounds)
    }
    case 'memory':
      throw new TypeError('the memory run has more than one result')
  }
}

function contendersOf({ contenders }: BenchWorld, { variants }: PlannedRun): Contender[] {
  return contenders.filter(({ name }) => variants?.includes(name) ?? true)
}
