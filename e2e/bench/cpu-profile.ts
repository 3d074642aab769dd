import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ProfiledFunction, type ProfilePart, partOf } from './profile-part.ts'

/** What `node --cpu-prof` writes, as far as it is read here. Times are microseconds. */
export interface CpuProfile {
  nodes: readonly { id: number; callFrame: ProfiledFunction }[]
  /** The function on top of the stack at each look, by its id. */
  samples: readonly number[]
  /** Time from the look before. */
  timeDeltas: readonly number[]
}

/**
 * Reads the one profile of a folder.
 *
 * @throws {Error} there is none: the process was not profiled, or was killed.
 */
export function readCpuProfile(folder: string): CpuProfile {
  const name = readdirSync(folder).find((file) => file.endsWith('.cpuprofile'))
  if (!name) throw new Error(`no CPU profile was left in ${folder}`)
  return JSON.parse(readFileSync(join(folder, name), 'utf8')) as CpuProfile
}

/**
 * Shares of the main thread's busy time that each part takes, in the second half of a profile: in the first one
 * scripts are loaded and compiled.
 *
 * @returns shares that add up to 1; a part without any is absent.
 */
export function sharesOf({ nodes, samples, timeDeltas }: CpuProfile): Map<ProfilePart, number> {
  const parts = new Map(nodes.map(({ id, callFrame }) => [id, partOf(callFrame)]))
  const total = timeDeltas.reduce((sum, delta) => sum + delta, 0)
  const spent = new Map<ProfilePart, number>()
  let busy = 0
  let passed = 0
  for (const [at, id] of samples.entries()) {
    const delta = timeDeltas[at] ?? 0
    passed += delta
    const part = parts.get(id)
    if (part === undefined || passed < total / 2) continue
    spent.set(part, (spent.get(part) ?? 0) + delta)
    busy += delta
  }
  return new Map([...spent].map(([part, time]) => [part, time / busy]))
}
