import type { VariantResult } from '../bench-result.ts'
import type { Contender } from '../contender.ts'
import { type Sample, summarize } from '../samples.ts'
import type { LoadShape } from './load-shape.ts'
import { load, measure, orderOf, sizesOf } from './measure.ts'

/**
 * Loads all contenders at once on their one core, and counts the CPU each spends on a request. Whatever disturbs the
 * machine disturbs all of them alike, which makes this the mode that resolves the smallest differences; throughput and
 * latency mean nothing in it.
 */
export async function runDuel(contenders: readonly Contender[], shape: LoadShape): Promise<VariantResult[]> {
  const samples = new Map<string, Sample[]>(contenders.map(({ name }) => [name, []]))
  await Promise.all(contenders.map((contender) => load(contender, shape, Math.max(1, shape.leadInSeconds))))
  for (let round = 0; round < shape.rounds; round += 1) {
    const measured = orderOf(contenders, round).map(async (contender) => {
      // Each has a share of the core only, and takes longer for as many requests.
      const { p50Ms: _p50, p99Ms: _p99, ...sample } = await measure(contender, shape, 2 * shape.seconds)
      samples.get(contender.name)?.push(sample)
    })
    await Promise.all(measured)
  }
  return summarize(samples, 'cpuSecondsPer10k', sizesOf(contenders))
}
