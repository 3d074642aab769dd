/** How the variants of a run were loaded. */
export type Mode = 'slices' | 'duel' | 'open-loop' | 'memory' | 'start-up' | 'workers'

/** What one variant did in one run. A figure that the mode does not measure is null. */
export interface VariantResult {
  name: string
  /** Answers a second; in open loop the rate that was asked for and reached. */
  rps: number | null
  /**
   * Median over the rounds of this variant against the floor in the same round: of requests a second in slices,
   * of CPU a request in a duel, of the median latency in open loop. With workers it is the work they do against that
   * of one process.
   */
  ratioToFloor: number | null
  /** Half the width of the interval that holds the true median of the ratio, with 95 % confidence. */
  spread: number | null
  /** Of the variant's process and its children, all threads. */
  cpuSecondsPer10k: number | null
  p50Ms: number | null
  p99Ms: number | null
  /** Resident size after the last round, of the process and its children. */
  rssMb: number | null
  /** Answers of 400 and above, connections that broke, and time-outs, over all rounds. */
  errors: number
}

/** One cell of the plan, measured. */
export interface RunResult {
  workload: string
  connections: number
  sessions: number
  mode: Mode
  variants: VariantResult[]
}

/** What `results/latest.json` holds: everything that the table is written from. */
export interface BenchResults {
  machine: Record<string, string | number>
  versions: Record<string, string>
  runs: RunResult[]
}

/** The variant every other is compared with. */
export const FLOOR = 'raw-node'
/** The floor once more: what it differs from the floor by is what this machine cannot resolve. */
export const CONTROL = 'raw-node-again'
/** The product. */
export const PRODUCT = 'coatcheck'
/** The product with two worker processes. */
export const PRODUCT_WITH_TWO_WORKERS = 'coatcheck-2-workers'
