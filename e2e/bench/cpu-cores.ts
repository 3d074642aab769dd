import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Who runs where, as lists that `taskset -c` understands. */
export interface CpuCores {
  /** The variant under load, alone. */
  proxy: string
  /** Load generator, upstream, Redis, and this process. */
  load: string
  /** Two worker processes. */
  workers: string
  /** What loads two worker processes; the same cores where there are too few to keep apart. */
  workersLoad: string
  count: number
}

/** Two for the workers, and two for what loads them. */
const CORES_TO_KEEP_WORKERS_APART = 4

/** Divides the cores this process may use: the first for the variants, the others for what loads them. */
export function divideCores(): CpuCores {
  const [, list = '0'] = /^Cpus_allowed_list:\s*(\S+)/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  const [first = 0, ...others] = parseCoreList(list)
  const count = others.length + 1
  const isApart = count >= CORES_TO_KEEP_WORKERS_APART
  return {
    proxy: String(first),
    load: others.length > 0 ? others.join(',') : String(first),
    workers: isApart ? `${first},${others[0]}` : list,
    workersLoad: isApart ? others.slice(1).join(',') : list,
    count,
  }
}

/** Whether two workers have cores that nothing else runs on. */
export function areWorkersApart({
  workers,
  workersLoad,
}: Pick<CpuCores, 'workers' | 'workersLoad'>): boolean {
  return workers !== workersLoad
}

/** Keeps a running process, all its threads included, on those cores. Children it starts later inherit it. */
export function pin(pid: number, cores: string): void {
  const { status, stderr } = spawnSync('taskset', ['-a', '-c', '-p', cores, String(pid)], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`process ${pid} cannot be kept on cores ${cores}: ${stderr.trim()}`)
}

/** Puts a command line on those cores; the process that comes of it is the command's own. */
export function pinned(cores: string, command: readonly string[]): string[] {
  return ['taskset', '-c', cores, ...command]
}

/** Reads a list as the kernel writes it, `0-2,5`. */
export function parseCoreList(list: string): number[] {
  return list.split(',').flatMap((part) => {
    const [first = 0, last = first] = part.split('-').map(Number)
    return Array.from({ length: last - first + 1 }, (_, index) => first + index)
  })
}
