import type { Writable } from 'node:stream'
import type { ProcessRuntime } from '../process-runtime.ts'

/** The process a command runs in, handed in by `main.ts`. */
export interface CliHost extends ProcessRuntime {
  /** Arguments behind the command's own name. */
  args: string[]
  stdout: Writable
  stderr: Writable
}
