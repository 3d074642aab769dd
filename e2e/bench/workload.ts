/** One kind of call that every variant is loaded with. */
export interface Workload {
  name: WorkloadName
  method: 'GET' | 'POST'
  /** Path at the upstream. */
  path: string
  /** Bytes of the request's body; 0 for none. */
  requestBytes: number
  /** Bytes of the answer's body. */
  answerBytes: number
}

export type WorkloadName = '1kb' | '64kb' | '1mb' | 'post-1kb'

const KILOBYTE = 1024

/** Every workload there is. */
export const WORKLOADS: readonly Workload[] = [
  { name: '1kb', method: 'GET', path: '/items/1kb', requestBytes: 0, answerBytes: KILOBYTE },
  { name: '64kb', method: 'GET', path: '/items/64kb', requestBytes: 0, answerBytes: 64 * KILOBYTE },
  { name: '1mb', method: 'GET', path: '/items/1mb', requestBytes: 0, answerBytes: KILOBYTE * KILOBYTE },
  { name: 'post-1kb', method: 'POST', path: '/items', requestBytes: KILOBYTE, answerBytes: KILOBYTE },
]

/** The workload of that name. */
export function workloadNamed(name: WorkloadName): Workload {
  const workload = WORKLOADS.find((candidate) => candidate.name === name)
  if (!workload) throw new TypeError(`there is no workload ${name}`)
  return workload
}

/** A body of that many bytes: JSON, since that is what most APIs take and give. */
export function bodyOf(bytes: number): string {
  const frame = JSON.stringify({ filler: '' })
  return JSON.stringify({ filler: 'x'.repeat(Math.max(0, bytes - frame.length)) })
}
