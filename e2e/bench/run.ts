/** `npm run bench`: measures the product against the floor and its peers, and writes the report. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findProgram, missingProgram } from '../scripts/programs.mjs'
import { runBench } from './bench.ts'
import { type BenchOptions, readOptions, USAGE } from './bench-options.ts'
import { type BenchResults, FLOOR, PRODUCT } from './bench-result.ts'
import { readCpuProfile, sharesOf } from './cpu-profile.ts'
import { renderProfile } from './profile-report.ts'
import { findShortfalls, SHORT_FORM_LIMIT } from './ratio-limit.ts'
import { renderReport, renderRun } from './report.ts'

const RESULTS_FOLDER = new URL('./results/', import.meta.url)
const PROFILE_FOLDER = fileURLToPath(new URL('./profile/', RESULTS_FOLDER))

process.exitCode = await main()

async function main(): Promise<number> {
  try {
    const options = readOptions(process.argv.slice(2))
    if (options) return await bench(options)
    console.log(USAGE)
    return 0
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return 1
  }
}

async function bench(options: BenchOptions): Promise<number> {
  const missing = whatIsMissing()
  if (missing) {
    // A person without the programs may go on without the bench; CI may not.
    const isCi = process.env.CI === 'true'
    console.log(`${isCi ? 'FAILED' : 'SKIPPED'}: ${missing}`)
    return isCi ? 1 : 0
  }
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => stop.abort(new Error(`stopped by ${signal}`)))
  }
  // Who reads the output may have gone: then there is nobody to measure for.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', (error) => stop.abort(error))
  const say = (line: string) => console.error(line)
  // A profile left from another run must not stand in for one that was never written.
  if (options.isProfiled) rmSync(PROFILE_FOLDER, { recursive: true, force: true })
  const outcome = await runBench(options, { signal: stop.signal, profileFolder: PROFILE_FOLDER, say })
  publish(options, outcome.results)
  const shortfalls = options.isShort ? findShortfalls(outcome.results.runs, SHORT_FORM_LIMIT) : []
  const failures = [...outcome.failures, ...shortfalls]
  for (const failure of failures) console.error(`FAILED ${failure}`)
  return failures.length === 0 ? 0 : 1
}

/** The figures come from Linux's scheduler, and the load from programs that npm does not bring. */
function whatIsMissing(): string | undefined {
  if (process.platform !== 'linux') return 'the bench reads /proc and pins processes to cores: it needs Linux'
  const missing = (['nginx', 'wrk', 'redis'] as const).find((id) => !findProgram(id))
  return missing && missingProgram(missing)
}

/** Only the whole plan, at its full length, is worth keeping. */
function publish({ isWhole, isProfiled }: BenchOptions, results: BenchResults): void {
  if (isWhole) {
    mkdirSync(RESULTS_FOLDER, { recursive: true })
    writeFileSync(new URL('latest.json', RESULTS_FOLDER), `${JSON.stringify(results, null, 2)}\n`)
    writeFileSync(new URL('../RESULTS.md', RESULTS_FOLDER), renderReport(results))
  }
  console.log(`\n${results.runs.map(renderRun).join('\n\n')}`)
  if (isProfiled) publishProfile(results)
}

function publishProfile(results: BenchResults): void {
  const shares = (name: string) => sharesOf(readCpuProfile(join(PROFILE_FOLDER, name)))
  const profile = renderProfile(results, { [FLOOR]: shares(FLOOR), [PRODUCT]: shares(PRODUCT) })
  writeFileSync(new URL('../PROFILE.md', RESULTS_FOLDER), profile)
  console.log(`\n${profile}\nThe CPU profiles are in ${PROFILE_FOLDER}`)
}
