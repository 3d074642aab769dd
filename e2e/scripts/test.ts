/** `npm test`: everything CI checks. Goes on after a failure, and ends with one line that sums up. */
import { rmSync } from 'node:fs'
import { findProgram, missingProgram, type ProgramId } from './programs.mjs'
import { runCommand } from './run-command.ts'
import { readPlaywrightReport, readVitestReport } from './test-reports.ts'
import { formatTally, sumTallies, type TestTally } from './test-tally.ts'

const ROOT = new URL('../../', import.meta.url)
const WORKSPACES = ['sdk', 'bff', 'demo-spa', 'e2e']
const NOTHING: TestTally = { passed: 0, failed: 0, skipped: 0, failures: [] }

// A report left from another run must not stand in for one that was never written.
for (const workspace of WORKSPACES) {
  rmSync(new URL(`${workspace}/test-results`, ROOT), { recursive: true, force: true })
}

const total = sumTallies([
  check('build', 'turbo', ['run', 'build']),
  check('typecheck', 'turbo', ['run', 'typecheck', '--continue']),
  check('lint', 'npm', ['run', '--silent', 'lint']),
  unitTests(),
  browserTests(),
  speed(),
])
for (const failure of total.failures) console.log(`FAILED ${failure}`)
console.log(`\n${formatTally(total)}`)
process.exitCode = total.failed === 0 ? 0 : 1

function check(name: string, command: string, args: readonly string[]): TestTally {
  heading(name)
  return runCommand(command, args) ? NOTHING : oneFailed(name)
}

function unitTests(): TestTally {
  heading('unit and flow tests')
  // One workspace at a time: vitest already uses every core.
  const passed = runCommand('turbo', ['run', 'test', '--continue', '--concurrency=1'])
  const reports = WORKSPACES.map((name) => readVitestReport(pathTo(`${name}/test-results/unit.json`)))
  return countUnexplained('unit and flow tests', passed, sumTallies(reports))
}

function browserTests(): TestTally {
  heading('browser tests')
  if (!findProgram('chromium')) return missing('chromium')

  const passed = runCommand('npm', ['run', '--silent', 'e2e', '-w', 'e2e'])
  const tally = countUnexplained(
    'browser tests',
    passed,
    readPlaywrightReport(pathTo('e2e/test-results/browser.json')),
  )
  return findProgram('redis') ? tally : sumTallies([tally, missing('redis')])
}

/** The short form of the benchmark, last: nothing else may use the machine meanwhile. */
function speed(): TestTally {
  heading('speed')
  const absent = (['nginx', 'wrk', 'redis'] as const).find((id) => !findProgram(id))
  if (absent) return missing(absent)
  return runCommand('node', ['e2e/bench/run.ts', '--short']) ? NOTHING : oneFailed('speed')
}

/** A person without the program may go on without its tests; CI may not. */
function missing(id: ProgramId): TestTally {
  const isCi = process.env.CI === 'true'
  console.log(`${isCi ? 'FAILED' : 'SKIPPED'}: ${missingProgram(id)}`)
  return isCi ? oneFailed(missingProgram(id)) : { ...NOTHING, skipped: 1 }
}

function oneFailed(name: string): TestTally {
  return { ...NOTHING, failed: 1, failures: [name] }
}

/** A runner may fail without a failed test, for example on an error after the last one. */
function countUnexplained(name: string, passed: boolean, tally: TestTally): TestTally {
  return passed || tally.failed > 0 ? tally : sumTallies([tally, oneFailed(name)])
}

function heading(name: string): void {
  console.log(`\n== ${name}`)
}

function pathTo(file: string): URL {
  return new URL(file, ROOT)
}
