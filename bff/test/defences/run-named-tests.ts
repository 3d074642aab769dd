import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Defence } from './defence.ts'

const VITEST = fileURLToPath(new URL('../../../node_modules/vitest/vitest.mjs', import.meta.url))

/** A test that waits for what no longer comes has failed; it need not wait for long. */
const TEST_LIMIT_MS = 15_000

/** Where the BFF's vitest.config.ts has it written. */
const REPORT = 'test-results/unit.json'

/** How the tests of one name went. */
export interface NamedOutcome {
  passed: number
  failed: number
}

interface Report {
  testResults: { name: string; assertionResults: { fullName: string; status: string }[] }[]
}

/**
 * Runs the named tests of some defences, and no others.
 *
 * @param folder A copy of `bff/`.
 * @param limitMs How long the run may take.
 * @returns one outcome for each, in order.
 * @throws {Error} the run did not end or left no report.
 */
export async function runNamedTests(
  folder: string,
  tests: readonly Defence['test'][],
  limitMs: number,
): Promise<NamedOutcome[]> {
  const report = join(folder, REPORT)
  const output = await runVitest(folder, tests, limitMs)
  const { testResults } = readReport(report, output)
  return tests.map(({ file, name }) => {
    const results = testResults
      .filter((result) => result.name === join(folder, file))
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ fullName }) => fullName.includes(name))
    const count = (status: string) => results.filter((result) => result.status === status).length
    return { passed: count('passed'), failed: count('failed') }
  })
}

async function runVitest(
  folder: string,
  tests: readonly Defence['test'][],
  limitMs: number,
): Promise<string> {
  const files = [...new Set(tests.map(({ file }) => file))]
  const pattern = tests.map(({ name }) => literally(name)).join('|')
  const child = spawn(
    process.execPath,
    [VITEST, 'run', ...files, '-t', pattern, `--testTimeout=${TEST_LIMIT_MS}`],
    {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: limitMs,
    },
  )
  const chunks: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  await once(child, 'close')
  const output = Buffer.concat(chunks).toString()
  if (child.signalCode !== null) throw new Error(`the tests did not end within ${limitMs} ms\n${output}`)
  return output
}

/** Removed once read, so that no run can be taken for the one before. */
function readReport(file: string, output: string): Report {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report
  } catch (cause) {
    throw new Error(`the tests left no report\n${output}`, { cause })
  } finally {
    rmSync(file, { force: true })
  }
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
