import { createCleanup } from '../../world/cleanup.ts'
import { PRODUCT, PRODUCT_WITH_TWO_WORKERS, type VariantResult } from '../bench-result.ts'
import { type Contender, startContender } from '../contender.ts'
import { areWorkersApart, pin } from '../cpu-cores.ts'
import { type Sample, summarize } from '../samples.ts'
import type { Stage } from '../stage.ts'
import { median, spreadOfMedian } from '../statistics.ts'
import { coatcheck } from '../variants/coatcheck.ts'
import type { SeededSessions } from '../variants/variant.ts'
import { workersGains } from '../workers-gain.ts'
import type { LoadShape } from './load-shape.ts'
import { sizesOf } from './measure.ts'
import { sampleSlices } from './slices.ts'

const WORKERS = 2

/**
 * Compares one process with two workers.
 *
 * With four cores or more, the workers have two to themselves and the load has the others. With fewer, two workers,
 * upstream and load generator all want the same cores, and requests a second say how far those reach and not how the
 * product scales; everybody may then use every core, one process and two workers alike.
 *
 * @returns a ratio to the one process, as `workersGains` takes it.
 */
export async function runWorkers(
  stage: Stage,
  seeded: SeededSessions,
  shape: LoadShape,
): Promise<VariantResult[]> {
  const { cores, upstream } = stage
  const cleanup = createCleanup()
  const start = async (name: string, workers: number): Promise<Contender> => {
    const variant = coatcheck({ name, title: name, workers, cores: (all) => all.workers })
    const contender = await startContender(stage, variant, seeded)
    cleanup.add(contender.stop)
    return contender
  }
  const keepLoadOn = (list: string) => {
    for (const pid of [process.pid, upstream.pid]) pin(pid, list)
  }
  try {
    const contenders = [await start(PRODUCT, 1), await start(PRODUCT_WITH_TWO_WORKERS, WORKERS)]
    keepLoadOn(cores.workersLoad)
    const samples = await sampleSlices(contenders, shape)
    return withGains(summarize(samples, 'rps', sizesOf(contenders)), samples, areWorkersApart(cores))
  } finally {
    keepLoadOn(cores.load)
    await cleanup.run()
  }
}

function withGains(
  results: readonly VariantResult[],
  samples: ReadonlyMap<string, readonly Sample[]>,
  areApart: boolean,
): VariantResult[] {
  const one = samples.get(PRODUCT) ?? []
  return results.map((result) => {
    const gains = workersGains(one, samples.get(result.name) ?? [], areApart)
    return { ...result, ratioToFloor: median(gains), spread: spreadOfMedian(gains) }
  })
}
