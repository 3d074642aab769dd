import { readFileSync } from 'node:fs'

/** What enters from the process; the one place that reads it. */
export interface ProcessRuntime {
  environment: Readonly<Record<string, string | undefined>>
  /** Working directory. */
  folder: string
  /** Epoch milliseconds. */
  now: () => number
  /** Text of a file, for secrets kept in one. */
  readFile: (path: string) => string
}

/** Reads the environment, the clock and files of the running process. */
export function processRuntime(): ProcessRuntime {
  return {
    environment: process.env,
    folder: process.cwd(),
    now: Date.now,
    readFile: (path) => readFileSync(path, 'utf8'),
  }
}
