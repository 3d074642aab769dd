import { parseArgs } from 'node:util'
import { FULL_PLAN, narrowPlan, type PlannedRun, PROFILE_PLAN, SHORT_PLAN } from './plan.ts'
import { allVariants } from './variants/registry.ts'
import { WORKLOADS } from './workload.ts'

/** What to run, and for how long. */
export interface BenchOptions {
  isShort: boolean
  /** Whether this is the whole plan at its full length, whose results may be kept. */
  isWhole: boolean
  plan: readonly PlannedRun[]
  rounds: number
  /** Length of one measurement. */
  seconds: number
  leadInSeconds: number
  /** How many sessions are signed in at each variant that knows sessions. */
  manySessions: number
  /** Takes CPU profiles of the floor and the product, and compares them. */
  isProfiled: boolean
}

/** What `--help` prints. */
export const USAGE = `npm run bench -- [options]

  --short            the floor and the product only, a few slices; fails below a limit
  --workload <list>  of ${WORKLOADS.map(({ name }) => name).join(', ')}
  --mode <list>      of ${[...new Set(FULL_PLAN.map(({ mode }) => mode))].join(', ')}
  --variants <list>  of ${allVariants()
    .map(({ name }) => name)
    .join(', ')}
  --rounds <n>       rounds of each run (10)
  --seconds <n>      length of one measurement (2)
  --sessions <n>     signed-in sessions of "many" (10000)
  --profile          compares V8 CPU profiles of the floor and the product, writes PROFILE.md and leaves them in
                     e2e/bench/results/profile; takes the place of --short

Lists are separated by commas. A narrowed run prints its table and keeps nothing.`

const LENGTHS = {
  full: { rounds: 10, seconds: 2, leadInSeconds: 2, manySessions: 10_000 },
  short: { rounds: 4, seconds: 1, leadInSeconds: 1, manySessions: 1_000 },
  profile: { rounds: 6, seconds: 3, leadInSeconds: 2, manySessions: 10_000 },
}

const PLANS = { full: FULL_PLAN, short: SHORT_PLAN, profile: PROFILE_PLAN }

/**
 * Reads the command line.
 *
 * @returns undefined when only the usage was asked for.
 * @throws {Error} says which option is not understood.
 */
export function readOptions(args: readonly string[]): BenchOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      short: { type: 'boolean', default: false },
      workload: { type: 'string' },
      mode: { type: 'string' },
      variants: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      sessions: { type: 'string' },
      profile: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return undefined

  const { short, profile: isProfiled, ...rest } = values
  const isShort = short && !isProfiled
  const form = isProfiled ? 'profile' : isShort ? 'short' : 'full'
  const lengths = LENGTHS[form]
  const isNarrowed = form !== 'full' || Object.values(rest).some((value) => typeof value === 'string')
  return {
    isShort,
    isWhole: !isNarrowed,
    plan: narrowedPlan(PLANS[form], values),
    rounds: count('rounds', values.rounds, lengths.rounds),
    seconds: count('seconds', values.seconds, lengths.seconds),
    leadInSeconds: lengths.leadInSeconds,
    manySessions: count('sessions', values.sessions, lengths.manySessions),
    isProfiled,
  }
}

function narrowedPlan(
  plan: readonly PlannedRun[],
  { workload, mode, variants }: { workload?: string; mode?: string; variants?: string },
): PlannedRun[] {
  const known = {
    workload: WORKLOADS.map(({ name }) => name),
    mode: FULL_PLAN.map((run) => run.mode),
    variants: allVariants().map(({ name }) => name),
  }
  return narrowPlan(plan, {
    ...(workload !== undefined && { workloads: list('workload', workload, known.workload) }),
    ...(mode !== undefined && { modes: list('mode', mode, known.mode) }),
    ...(variants !== undefined && { variants: list('variants', variants, known.variants) }),
  })
}

function list(option: string, text: string, known: readonly string[]): string[] {
  const names = text.split(',').map((name) => name.trim())
  const unknown = names.filter((name) => !known.includes(name))
  if (unknown.length === 0) return names
  throw new Error(
    `--${option} does not know ${unknown.join(', ')}; it knows ${[...new Set(known)].join(', ')}`,
  )
}

function count(option: string, text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback
  const value = Number(text)
  if (Number.isInteger(value) && value > 0) return value
  throw new Error(`--${option} must be a whole number above 0, not ${text}`)
}
