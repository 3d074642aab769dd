import { readdirSync, readFileSync } from 'node:fs'

/**
 * CPU time that a process and each of its children have used since they started, all their threads, in seconds by
 * process id.
 *
 * From the scheduler's account, which counts nanoseconds; `/proc/<pid>/stat` counts hundredths of a second. A thread
 * that has ended is no longer in it: variants start theirs once and keep them.
 */
export function cpuSecondsByProcess(pid: number): Map<number, number> {
  return new Map(
    tree(pid).map((id) => {
      const nanoseconds = threads(id).map((thread) => scheduledNs(id, thread))
      return [id, nanoseconds.reduce((sum, value) => sum + value, 0) / 1e9]
    }),
  )
}

/** Resident size of a process and its children, in MiB. Pages that they share count for each. */
export function residentMb(pid: number): number {
  const sizes = tree(pid).map((id) => {
    const [, kilobytes = '0'] = /^VmRSS:\s*(\d+)/m.exec(readFileSync(`/proc/${id}/status`, 'utf8')) ?? []
    return Number(kilobytes) / 1024
  })
  return sizes.reduce((sum, value) => sum + value, 0)
}

/** A process and all that descend from it. */
function tree(pid: number): number[] {
  const children = threads(pid).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  )
  return [pid, ...children.flatMap(tree)]
}

function threads(pid: number): string[] {
  return readdirSync(`/proc/${pid}/task`)
}

function scheduledNs(pid: number, thread: string): number {
  return Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0])
}
