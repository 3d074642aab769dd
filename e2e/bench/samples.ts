import { FLOOR, type VariantResult } from './bench-result.ts'
import { median, spreadOfMedian } from './statistics.ts'

/** What one variant did in one round. */
export interface Sample {
  rps: number
  /** Absent where the mode does not count CPU. */
  cpuSecondsPer10k?: number
  /** How many cores' worth of work its processes do at most: their CPU together against that of the busiest one. */
  parallelism?: number
  /** Absent where latency means nothing, as with several variants on one core. */
  p50Ms?: number
  p99Ms?: number
  errors: number
}

/** The samples of every variant, round by round. */
export type Samples = ReadonlyMap<string, readonly Sample[]>

/** The figure that variants are compared by, pair by pair within a round. */
export type Measure = 'rps' | 'cpuSecondsPer10k' | 'p50Ms'

/**
 * Reduces the rounds of each variant to medians.
 *
 * A ratio is taken in each round before the median is: what slows the machine down for a while then slows both sides
 * of it.
 *
 * @param rssMb Resident sizes at the end, by variant.
 */
export function summarize(
  samples: Samples,
  comparedBy: Measure,
  rssMb: ReadonlyMap<string, number>,
): VariantResult[] {
  const floor = samples.get(FLOOR) ?? []
  return [...samples].map(([name, own]) => {
    const ratios = ratiosOf(own, floor, comparedBy)
    return {
      name,
      rps: medianOf(own, 'rps'),
      ratioToFloor: ratios.length > 0 ? median(ratios) : null,
      spread: ratios.length > 0 ? spreadOfMedian(ratios) : null,
      cpuSecondsPer10k: medianOf(own, 'cpuSecondsPer10k'),
      p50Ms: medianOf(own, 'p50Ms'),
      p99Ms: medianOf(own, 'p99Ms'),
      rssMb: rssMb.get(name) ?? null,
      errors: own.reduce((sum, { errors }) => sum + errors, 0),
    }
  })
}

function ratiosOf(own: readonly Sample[], floor: readonly Sample[], measure: Measure): number[] {
  return own.flatMap((sample, round) => {
    const ratio = (sample[measure] ?? Number.NaN) / (floor[round]?.[measure] ?? Number.NaN)
    return Number.isFinite(ratio) ? [ratio] : []
  })
}

function medianOf(samples: readonly Sample[], field: Measure | 'p99Ms'): number | null {
  const values = samples.flatMap((sample) => sample[field] ?? [])
  return values.length > 0 ? median(values) : null
}
