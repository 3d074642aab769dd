import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { findProgram, missingProgram } from '../scripts/programs.mjs'

/** A load of so many connections, each of which sends its next request when it has the answer to the last. */
export interface ClosedLoop {
  origin: string
  /** Written by `writeRequests`. */
  requestsFile: string
  connections: number
  seconds: number
  /** Ends the generator early. */
  signal: AbortSignal
}

/** What the generator counted. */
export interface LoopResult {
  requests: number
  seconds: number
  /** Answers of 400 and above, connections that broke, and time-outs. */
  errors: number
  p50Ms: number
  p99Ms: number
}

const SCRIPT = fileURLToPath(new URL('./load.lua', import.meta.url))
const run = promisify(execFile)

/**
 * Loads a server with wrk, which spends less CPU on a request than any generator written in JavaScript.
 *
 * @throws {Error} wrk is not installed, was stopped, or could not do its work.
 */
export async function runClosedLoop(load: ClosedLoop): Promise<LoopResult> {
  const { origin, requestsFile, connections, seconds, signal } = load
  const program = findProgram('wrk')
  if (!program) throw new Error(missingProgram('wrk'))
  const shape = ['-t', '1', '-c', String(connections), '-d', `${seconds}s`, '--timeout', '10s', '-s', SCRIPT]
  const { stdout } = await run(program, [...shape, origin, '--', requestsFile], { signal })
  const line = stdout.split('\n').find((text) => text.startsWith('{'))
  if (line === undefined) throw new Error(`wrk gave no result:\n${stdout}`)
  return JSON.parse(line) as LoopResult
}
