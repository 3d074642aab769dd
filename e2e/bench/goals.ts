import {
  type BenchResults,
  CONTROL,
  FLOOR,
  type Mode,
  PRODUCT,
  PRODUCT_WITH_TWO_WORKERS,
  type RunResult,
  type VariantResult,
} from './bench-result.ts'
import { PEER_NAMES } from './variants/registry.ts'

/** Something the product is to reach, and what was measured. */
export interface Goal {
  text: string
  /** Absent where the run that measures it was left out. */
  measured: string | undefined
  isMet: boolean | undefined
}

const HEAD = { workload: '1kb', connections: 64 }

/** Compares results with what the product is to reach. */
export function judgeGoals(results: BenchResults): Goal[] {
  return [
    atLeast('at least 0.80 of the floor in requests a second', 0.8, ratio(results, 'slices', '1kb')),
    atMost('at most 1.25 of the floor in CPU a request', 1.25, ratio(results, 'duel', '1kb')),
    ...PEER_NAMES.map((name) => {
      const times = name === 'express-session' ? 4 : 3
      return atLeast(`at least ${times} times ${name} in requests a second`, times, against(results, name))
    }),
    atMost('at most 0.3 ms more than the floor at half load, p50', 0.3, addedMs(results, 'p50Ms'), ' ms'),
    atMost('at most 3 ms more than the floor at half load, p99', 3, addedMs(results, 'p99Ms'), ' ms'),
    atLeast('at least 0.85 of the floor with 64 KB', 0.85, ratio(results, 'slices', '64kb')),
    atLeast('at least 0.85 of the floor with 1 MB', 0.85, ratio(results, 'slices', '1mb')),
    atLeast('two workers at least 1.8 times one', 1.8, workersGain(results)),
  ]
}

/** The run with the most sessions, where there are several. */
function findRun(
  { runs }: BenchResults,
  wanted: { mode: Mode; workload: string; connections: number },
): RunResult | undefined {
  return runs
    .filter(
      ({ mode, workload, connections }) =>
        mode === wanted.mode && workload === wanted.workload && connections === wanted.connections,
    )
    .toSorted((a, b) => b.sessions - a.sessions)[0]
}

function variantOf(run: RunResult | undefined, name: string): VariantResult | undefined {
  return run?.variants.find((variant) => variant.name === name)
}

/**
 * How far apart two equal things were measured in a run: the smallest difference to the floor that means something.
 *
 * @returns undefined where the control did not take part.
 */
export function resolutionOf(run: RunResult): number | undefined {
  const { ratioToFloor = null, spread = null } = variantOf(run, CONTROL) ?? {}
  return ratioToFloor === null || spread === null ? undefined : Math.max(Math.abs(ratioToFloor - 1), spread)
}

/** How many times the work of one process two workers do. */
export function workersGain(results: BenchResults): number | undefined {
  const run = findRun(results, { ...HEAD, mode: 'workers' })
  return variantOf(run, PRODUCT_WITH_TWO_WORKERS)?.ratioToFloor ?? undefined
}

function ratio(results: BenchResults, mode: Mode, workload: string): number | undefined {
  const run = findRun(results, { mode, workload, connections: HEAD.connections })
  return variantOf(run, PRODUCT)?.ratioToFloor ?? undefined
}

function against(results: BenchResults, name: string): number | undefined {
  const run = findRun(results, { ...HEAD, mode: 'slices' })
  return divide(variantOf(run, PRODUCT)?.rps, variantOf(run, name)?.rps)
}

function addedMs(results: BenchResults, field: 'p50Ms' | 'p99Ms'): number | undefined {
  const run = findRun(results, { ...HEAD, mode: 'open-loop' })
  const [own, floor] = [variantOf(run, PRODUCT)?.[field], variantOf(run, FLOOR)?.[field]]
  return typeof own === 'number' && typeof floor === 'number' ? own - floor : undefined
}

function divide(a: number | null | undefined, b: number | null | undefined): number | undefined {
  return typeof a === 'number' && typeof b === 'number' && b !== 0 ? a / b : undefined
}

function atLeast(text: string, limit: number, value: number | undefined): Goal {
  return { text, measured: value?.toFixed(2), isMet: value === undefined ? undefined : value >= limit }
}

function atMost(text: string, limit: number, value: number | undefined, unit = ''): Goal {
  const measured = value === undefined ? undefined : `${value.toFixed(2)}${unit}`
  return { text, measured, isMet: value === undefined ? undefined : value <= limit }
}
