import type { Writable } from 'node:stream'

/** The process a command runs in, handed in by `main.ts`. */
export interface CliHost {
  /** Arguments behind the command's own name. */
  args: string[]
  environment: Readonly<Record<string, string | undefined>>
  /** Working directory. */
  folder: string
  /** Epoch milliseconds. */
  now: () => number
  stdout: Writable
  stderr: Writable
}
