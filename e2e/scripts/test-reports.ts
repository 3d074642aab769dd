import { readFileSync } from 'node:fs'
import type { TestTally } from './test-tally.ts'

interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: VitestFile[]
}

interface VitestFile {
  name: string
  status: string
  assertionResults: { fullName: string; status: string }[]
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
  errors: unknown[]
  suites: PlaywrightSuite[]
}

interface PlaywrightSuite {
  title: string
  suites?: PlaywrightSuite[]
  specs?: { title: string; tests: { projectName: string; status: string }[] }[]
}

/**
 * Counts a vitest JSON report.
 *
 * @returns one failed test for a missing report, and one for each file that broke before any of its tests ran.
 */
export function readVitestReport(file: URL): TestTally {
  const report = readReport(file) as VitestReport | undefined
  if (!report) return noReport(file)

  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
    failures: [...brokenFiles.map(({ name }) => name), ...report.testResults.flatMap(failedTests)],
  }
}

function failedTests({ name, assertionResults }: VitestFile): string[] {
  const failed = assertionResults.filter(({ status }) => status === 'failed')
  return failed.map(({ fullName }) => `${name}: ${fullName}`)
}

/**
 * Counts a Playwright JSON report.
 *
 * @returns one failed test for a missing report, and one for each error outside a test; a test that passed only when
 *   tried again counts as failed.
 */
export function readPlaywrightReport(file: URL): TestTally {
  const report = readReport(file) as PlaywrightReport | undefined
  if (!report) return noReport(file)

  const { expected, unexpected, flaky, skipped } = report.stats
  const failed = unexpected + flaky + report.errors.length
  return { passed: expected, failed, skipped, failures: report.suites.flatMap((suite) => failedSpecs(suite)) }
}

function failedSpecs({ title, suites = [], specs = [] }: PlaywrightSuite): string[] {
  const failed = specs.flatMap((spec) =>
    spec.tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ projectName }) => `[${projectName}] ${spec.title}`),
  )
  return [...failed, ...suites.flatMap(failedSpecs)].map((name) => `${title}: ${name}`)
}

function noReport(file: URL): TestTally {
  return { passed: 0, failed: 1, skipped: 0, failures: [`${file.pathname}: no report was written`] }
}

function readReport(file: URL): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
