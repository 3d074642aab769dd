import { CONTROL, FLOOR, type Mode, PRODUCT } from './bench-result.ts'
import type { WorkloadName } from './workload.ts'

/** One cell of the plan. */
export interface PlannedRun {
  workload: WorkloadName
  connections: number
  /** One session, or as many as were signed in. */
  sessions: 'one' | 'many'
  mode: Mode
  /** Names of the variants that take part; absent for all. */
  variants?: readonly string[]
}

/** What every run needs to say anything: the floor, the control, and the product. */
export const ESSENTIAL: readonly string[] = [FLOOR, CONTROL, PRODUCT]

const WITH_NGINX = [...ESSENTIAL, 'nginx']
const HEAD = { workload: '1kb', connections: 64, sessions: 'many' } as const

/**
 * The full form. Everything is measured around one point, 1 KB at 64 connections and many sessions, and departs from
 * it in one direction at a time. The peers are compared at that point; the rest is about the product.
 */
export const FULL_PLAN: readonly PlannedRun[] = [
  { ...HEAD, mode: 'slices' },
  // Among nine on one core a session would rest for longer than anything remembers it: a cost of the duel, not of a call.
  { ...HEAD, mode: 'duel', variants: WITH_NGINX },
  { ...HEAD, mode: 'open-loop', variants: WITH_NGINX },
  { ...HEAD, sessions: 'one', mode: 'slices', variants: WITH_NGINX },
  { ...HEAD, sessions: 'one', mode: 'duel', variants: WITH_NGINX },
  ...[1, 16, 256].map(
    (connections): PlannedRun => ({ ...HEAD, connections, mode: 'slices', variants: WITH_NGINX }),
  ),
  ...(['64kb', '1mb', 'post-1kb'] as const).flatMap((workload): PlannedRun[] => [
    { ...HEAD, workload, mode: 'slices', variants: WITH_NGINX },
    // An answer that is under way when the time is up has cost CPU and is not counted: fewer of the large ones at once.
    { ...HEAD, workload, connections: 16, mode: 'duel', variants: WITH_NGINX },
  ]),
  { ...HEAD, mode: 'memory', variants: [PRODUCT] },
  { ...HEAD, mode: 'start-up', variants: [FLOOR, PRODUCT] },
  { ...HEAD, mode: 'workers', variants: [PRODUCT] },
]

/** The short form: what CI compares. */
export const SHORT_PLAN: readonly PlannedRun[] = (['slices', 'duel'] as const).map((mode) => ({
  ...HEAD,
  mode,
  variants: ESSENTIAL,
}))

/** What CPU profiles are taken of. */
export const PROFILE_PLAN: readonly PlannedRun[] = SHORT_PLAN.filter(({ mode }) => mode === 'slices')

/** What a person asked to see of a plan; absent for everything. */
export interface Narrowing {
  workloads?: readonly string[]
  modes?: readonly string[]
  /** The essential ones take part whether named or not. */
  variants?: readonly string[]
}

/** Leaves the runs, and in each the variants, that were asked for. */
export function narrowPlan(
  plan: readonly PlannedRun[],
  { workloads, modes, variants }: Narrowing,
): PlannedRun[] {
  return plan
    .filter((run) => workloads?.includes(run.workload) ?? true)
    .filter((run) => modes?.includes(run.mode) ?? true)
    .map((run) => (variants ? { ...run, variants: restrict(run.variants, variants) } : run))
}

function restrict(planned: readonly string[] | undefined, wanted: readonly string[]): string[] {
  const kept = [...new Set([...ESSENTIAL, ...wanted])]
  return planned ? kept.filter((name) => planned.includes(name)) : kept
}
