import { type ClosedLoop, type LoopResult, runClosedLoop } from '../closed-loop.ts'
import type { Contender } from '../contender.ts'
import { cpuSecondsByProcess, residentMb } from '../process-usage.ts'
import type { Sample } from '../samples.ts'
import type { LoadShape } from './load-shape.ts'

const REQUESTS_OF_A_CPU_FIGURE = 10_000

/** Loads a contender for some seconds. */
export async function load(contender: Contender, shape: LoadShape, seconds: number): Promise<LoopResult> {
  const { workload, sessions, connections, signal } = shape
  const requestsFile = await contender.requestsFile(workload, sessions)
  const closedLoop: ClosedLoop = {
    origin: contender.server.origin,
    requestsFile,
    connections,
    seconds,
    signal,
  }
  return runClosedLoop(closedLoop)
}

/** Loads a contender for one measurement, its CPU counted. */
export async function measure(
  contender: Contender,
  shape: LoadShape,
  forSeconds = shape.seconds,
): Promise<Sample> {
  const { pid } = contender.server
  const before = cpuSecondsByProcess(pid)
  const { requests, seconds, errors, p50Ms, p99Ms } = await load(contender, shape, forSeconds)
  const spent = [...cpuSecondsByProcess(pid)].map(([id, after]) => after - (before.get(id) ?? 0))
  const total = spent.reduce((sum, value) => sum + value, 0)
  return {
    rps: requests / seconds,
    ...(requests > 0 && { cpuSecondsPer10k: (total / requests) * REQUESTS_OF_A_CPU_FIGURE }),
    parallelism: total / Math.max(...spent),
    p50Ms,
    p99Ms,
    errors,
  }
}

/** Resident sizes of contenders, by name. */
export function sizesOf(contenders: readonly Contender[]): Map<string, number> {
  return new Map(contenders.map(({ name, server }) => [name, residentMb(server.pid)]))
}

/** Every second round goes the other way round, so that nobody always follows the same neighbour. */
export function orderOf<T>(contenders: readonly T[], round: number): readonly T[] {
  return round % 2 === 0 ? contenders : contenders.toReversed()
}
