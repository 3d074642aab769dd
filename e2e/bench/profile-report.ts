import { type BenchResults, FLOOR, PRODUCT } from './bench-result.ts'
import { renderTable } from './markdown-table.ts'
import { PROFILE_PARTS, type ProfilePart } from './profile-part.ts'

/** Shares of the busy time, by variant. */
export type ProfileShares = Readonly<Record<typeof FLOOR | typeof PRODUCT, ReadonlyMap<ProfilePart, number>>>

/** CPU seconds of ten thousand requests to microseconds of one. */
const MICROSECONDS = 100

/**
 * Writes `PROFILE.md`: what a request costs at the floor and at the product, part by part. A profile tells shares; what
 * they are shares of is the CPU that the slices of the same run counted.
 *
 * @throws {Error} the run has no slices with both.
 */
export function renderProfile(results: BenchResults, shares: ProfileShares): string {
  const floor = costOf(results, FLOOR)
  const product = costOf(results, PRODUCT)
  const rows = PROFILE_PARTS.map((part) => {
    const [own, theirs] = [(shares[PRODUCT].get(part) ?? 0) * product, (shares[FLOOR].get(part) ?? 0) * floor]
    return [part, ...[theirs, own, own - theirs].map((value) => value.toFixed(1))]
  })
  const sum = ['**all**', ...[floor, product, product - floor].map((value) => value.toFixed(1))]
  const { workload, connections, sessions } = slicesOf(results)
  return [
    '# Where the time of a call goes',
    'Written by `npm run bench -- --profile`, from V8 CPU profiles of the floor and of the product under the same load: ' +
      `${workload}, ${connections} connections, ${sessions.toLocaleString('en')} sessions. ` +
      'Microseconds of CPU a request, with all threads; profiling itself costs some of them.',
    renderTable(['part', FLOOR, PRODUCT, 'more'], [...rows, sum]),
    renderTable(['', ''], [...Object.entries(results.machine), ...Object.entries(results.versions)]),
    '',
  ].join('\n\n')
}

function costOf(results: BenchResults, name: string): number {
  const cost = slicesOf(results).variants.find((variant) => variant.name === name)?.cpuSecondsPer10k
  if (typeof cost !== 'number') throw new Error(`the slices did not count the CPU of ${name}`)
  return cost * MICROSECONDS
}

function slicesOf({ runs }: BenchResults) {
  const run = runs.find(({ mode }) => mode === 'slices')
  if (!run) throw new Error('a profile needs slices: they count the CPU of a request')
  return run
}
