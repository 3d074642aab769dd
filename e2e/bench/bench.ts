import type { BenchOptions } from './bench-options.ts'
import type { BenchResults, RunResult } from './bench-result.ts'
import { type BenchWorld, prepareWorld } from './bench-world.ts'
import { installPeers } from './install-peers.ts'
import { describeMachine, readVersions } from './machine.ts'
import { runPlanned } from './run-planned.ts'
import { startStage } from './stage.ts'
import { allVariants, PEER_NAMES } from './variants/registry.ts'
import type { Variant } from './variants/variant.ts'

/**
 * Carries a plan out: starts everything, proves that each variant does its job, and measures.
 *
 * @param profileFolder Where the floor and the product leave CPU profiles when they stop.
 * @param say Takes a line about what is going on.
 * @returns also why runs failed, one by one: the others are still worth their time.
 * @throws {Error} a variant does not start or does not do its job, or the signal has fired. Whatever had started is
 *   stopped.
 */
export async function runBench(
  options: BenchOptions,
  { signal, profileFolder, say }: { signal: AbortSignal; profileFolder: string; say: (line: string) => void },
): Promise<{ results: BenchResults; failures: string[] }> {
  const variants = chooseVariants(options, profileFolder)
  const arePeersIncluded = variants.some(({ name }) => isPeer(name))
  if (arePeersIncluded) installPeers()
  const stage = await startStage(signal)
  try {
    const world = await prepareWorld(stage, variants, options, say)
    const { runs, failures } = await carryOut(world, say)
    const machine = describeMachine(stage.cores, new Date())
    return { results: { machine, versions: readVersions(arePeersIncluded), runs }, failures }
  } finally {
    await stage.cleanup.run()
  }
}

async function carryOut(
  world: BenchWorld,
  say: (line: string) => void,
): Promise<{ runs: RunResult[]; failures: string[] }> {
  const runs: RunResult[] = []
  const failures: string[] = []
  for (const planned of world.options.plan) {
    const { mode, workload, connections, sessions } = planned
    const title = `${mode}: ${workload}, ${connections} connections, ${sessions} session${sessions === 'one' ? '' : 's'}`
    world.stage.signal.throwIfAborted()
    say(title)
    try {
      runs.push(...(await runPlanned(world, planned)))
    } catch (error) {
      world.stage.signal.throwIfAborted()
      failures.push(`${title}: ${error instanceof Error ? error.message : error}`)
    }
  }
  return { runs, failures }
}

function isPeer(name: string): boolean {
  return (PEER_NAMES as readonly string[]).includes(name)
}

function chooseVariants({ plan, isProfiled }: BenchOptions, profileFolder: string): Variant[] {
  const isNeeded = (name: string) => plan.some(({ variants }) => variants?.includes(name) ?? true)
  return allVariants(isProfiled ? profileFolder : undefined).filter(({ name }) => isNeeded(name))
}
