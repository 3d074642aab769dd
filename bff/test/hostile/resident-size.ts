import { readFile } from 'node:fs/promises'

/** Memory of a process that is in RAM now, in bytes. */
export async function residentSize(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024
}

/** Looks at the memory of a process for as long as something goes on, and yields the most there was. */
export async function peakResidentSize(pid: number, activity: Promise<unknown>): Promise<number> {
  let peak = 0
  const look = async () => {
    peak = Math.max(peak, await residentSize(pid))
  }
  const timer = setInterval(() => void look(), 20)
  await activity.finally(() => clearInterval(timer))
  await look()
  return peak
}

/** Share of the work after which caches and heap are as full as they get. */
const WARM_UP = 0.4

/**
 * How much memory went on growing, by measures taken over equal amounts of work: the last one, compared with
 * the largest of the warm-up. 0.1 is a tenth more.
 */
export function growthBeyondPlateau(sizes: readonly number[]): number {
  const plateau = Math.max(...sizes.slice(0, Math.ceil(sizes.length * WARM_UP)))
  return (sizes.at(-1) ?? 0) / plateau - 1
}
