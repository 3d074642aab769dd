import type { VariantResult } from '../bench-result.ts'
import type { Contender } from '../contender.ts'
import { type Sample, summarize } from '../samples.ts'
import type { LoadShape } from './load-shape.ts'
import { load, measure, orderOf, sizesOf } from './measure.ts'

/** Loads one contender after the other, slice by slice, each with the core to itself: throughput and latency. */
export async function runSlices(
  contenders: readonly Contender[],
  shape: LoadShape,
): Promise<VariantResult[]> {
  return summarize(await sampleSlices(contenders, shape), 'rps', sizesOf(contenders))
}

/** The rounds behind `runSlices`, before they are reduced. */
export async function sampleSlices(
  contenders: readonly Contender[],
  shape: LoadShape,
): Promise<Map<string, Sample[]>> {
  const samples = new Map<string, Sample[]>(contenders.map(({ name }) => [name, []]))
  for (let round = 0; round < shape.rounds; round += 1) {
    for (const contender of orderOf(contenders, round)) {
      if (shape.leadInSeconds > 0) await load(contender, shape, shape.leadInSeconds)
      samples.get(contender.name)?.push(await measure(contender, shape))
    }
  }
  return samples
}
