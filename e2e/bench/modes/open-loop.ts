import { apiRequest } from '../api-request.ts'
import { PRODUCT, type VariantResult } from '../bench-result.ts'
import type { Contender } from '../contender.ts'
import { type OpenLoopResult, runOpenLoop } from '../open-loop.ts'
import { type Sample, summarize } from '../samples.ts'
import { quantile } from '../statistics.ts'
import type { LoadShape } from './load-shape.ts'
import { load, orderOf, sizesOf } from './measure.ts'

const HALF = 0.5

/**
 * Sends at half the rate that the product can take, the same to every contender: the latency that a person meets on a
 * server that is busy, but not overloaded.
 */
export async function runOpenLoopRounds(
  contenders: readonly Contender[],
  shape: LoadShape,
): Promise<VariantResult[]> {
  const rate = await halfLoad(contenders, shape)
  const samples = new Map<string, Sample[]>(contenders.map(({ name }) => [name, []]))
  for (let round = 0; round < shape.rounds; round += 1) {
    for (const contender of orderOf(contenders, round)) {
      if (shape.leadInSeconds > 0) await sendAt(rate, contender, shape, shape.leadInSeconds)
      const { latenciesMs, errors, rps } = await sendAt(rate, contender, shape, shape.seconds)
      const [p50Ms, p99Ms] = [quantile(latenciesMs, 0.5), quantile(latenciesMs, 0.99)]
      samples.get(contender.name)?.push({ rps, errors, p50Ms, p99Ms })
    }
  }
  return summarize(samples, 'p50Ms', sizesOf(contenders))
}

async function halfLoad(contenders: readonly Contender[], shape: LoadShape): Promise<number> {
  const product = contenders.find(({ name }) => name === PRODUCT)
  if (!product) throw new Error(`open loop needs ${PRODUCT} among the variants: its throughput sets the rate`)
  await load(product, shape, Math.max(1, shape.leadInSeconds))
  const { requests, seconds } = await load(product, shape, shape.seconds)
  return Math.round((requests / seconds) * HALF)
}

function sendAt(
  rate: number,
  { server, seeded }: Contender,
  { workload, sessions, signal }: LoadShape,
  seconds: number,
): Promise<OpenLoopResult> {
  const cookies = seeded.cookies.slice(0, sessions)
  const requests = cookies.map((cookie) => apiRequest(workload, cookie))
  return runOpenLoop({ origin: server.origin, requests, rate, seconds, signal })
}
