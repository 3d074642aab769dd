import type { Workload } from '../workload.ts'

/** What a run does to its contenders. */
export interface LoadShape {
  workload: Workload
  connections: number
  /** How many sessions take turns. */
  sessions: number
  rounds: number
  /** Length of one measurement. */
  seconds: number
  /** Load before each measurement that is not counted: caches fill, and the compiler has seen the code. */
  leadInSeconds: number
  /** Ends the run early. */
  signal: AbortSignal
}
