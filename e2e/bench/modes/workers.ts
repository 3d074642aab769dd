import { createCleanup } from '../../world/cleanup.ts'
import { PRODUCT, PRODUCT_WITH_TWO_WORKERS, type VariantResult } from '../bench-result.ts'
import { type Contender, startContender } from '../contender.ts'
import { pin } from '../cpu-cores.ts'
import type { Stage } from '../stage.ts'
import { coatcheck } from '../variants/coatcheck.ts'
import type { SeededSessions } from '../variants/variant.ts'
import type { LoadShape } from './load-shape.ts'
import { runSlices } from './slices.ts'

const WORKERS = 2

/**
 * Compares one process with two workers.
 *
 * With four cores or more, the workers have two to themselves and the load has the others: requests a second are the
 * answer. With fewer, two workers, upstream and load generator all want the same cores, and requests a second say how
 * far those reach and not how the product scales. Then everybody may use every core, one process and two workers
 * alike, and the CPU that a request costs is the answer: two workers that spend no more on a request than one do twice
 * the work on twice the cores.
 */
export async function runWorkers(
  stage: Stage,
  seeded: SeededSessions,
  shape: LoadShape,
): Promise<VariantResult[]> {
  const { cores, upstream } = stage
  const cleanup = createCleanup()
  const start = async (name: string, workers: number): Promise<Contender> => {
    const variant = coatcheck({ name, title: name, workers, cores: ({ workers }) => workers })
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
    return await runSlices(contenders, shape)
  } finally {
    keepLoadOn(cores.load)
    await cleanup.run()
  }
}
