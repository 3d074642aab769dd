import type { Sample } from './samples.ts'

/**
 * How many times the work of one process several workers do, round by round.
 *
 * Where the workers have cores of their own, requests a second answer that. Where they share them with what loads
 * them, the account of CPU does: so many processes as are busy at once, times what a request costs one process,
 * against what it costs the workers. Workers of which one does everything, or that pay more for a request, gain less.
 *
 * @param areApart Whether the workers had cores of their own.
 */
export function workersGains(
  one: readonly Sample[],
  several: readonly Sample[],
  areApart: boolean,
): number[] {
  return several.flatMap((sample, round) => {
    const single = one[round]
    if (!single) return []
    if (areApart) return [sample.rps / single.rps]
    const { cpuSecondsPer10k: cost = Number.NaN, parallelism = Number.NaN } = sample
    const gain = (parallelism / (single.parallelism ?? 1)) * ((single.cpuSecondsPer10k ?? Number.NaN) / cost)
    return Number.isFinite(gain) ? [gain] : []
  })
}
