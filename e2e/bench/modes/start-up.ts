import type { VariantResult } from '../bench-result.ts'
import { residentMb } from '../process-usage.ts'
import { startServer } from '../server-process.ts'
import type { Stage } from '../stage.ts'
import { median } from '../statistics.ts'
import type { Variant } from '../variants/variant.ts'

/** Starts each variant anew in every round, until its first good answer: the median and the slowest start. */
export async function runStartUps(
  stage: Stage,
  variants: readonly Variant[],
  rounds: number,
): Promise<VariantResult[]> {
  const results: VariantResult[] = []
  for (const variant of variants) {
    const starts: { ms: number; rssMb: number }[] = []
    for (let round = 0; round < rounds; round += 1) starts.push(await startOnce(stage, variant))
    const times = starts.map(({ ms }) => ms)
    results.push({
      name: variant.name,
      rps: null,
      ratioToFloor: null,
      spread: null,
      cpuSecondsPer10k: null,
      p50Ms: median(times),
      p99Ms: Math.max(...times),
      rssMb: median(starts.map(({ rssMb }) => rssMb)),
      errors: 0,
    })
  }
  return results
}

async function startOnce(stage: Stage, variant: Variant): Promise<{ ms: number; rssMb: number }> {
  stage.signal.throwIfAborted()
  const server = await startServer(await variant.command(stage))
  try {
    return { ms: server.startedInMs, rssMb: residentMb(server.pid) }
  } finally {
    await server.stop()
  }
}
