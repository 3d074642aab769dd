import { readFileSync } from 'node:fs'
import type { TestTally } from './test-tally.ts'

interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: { status: string; assertionResults: unknown[] }[]
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
  errors: unknown[]
}

/**
 * Counts a vitest JSON report.
 *
 * @returns one failed test for a missing report, and one for each file that broke before any of its tests ran.
 */
export function readVitestReport(file: URL): TestTally {
  const report = readReport(file) as VitestReport | undefined
  if (!report) return { passed: 0, failed: 1, skipped: 0 }

  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

/**
 * Counts a Playwright JSON report.
 *
 * @returns one failed test for a missing report, and one for each error outside a test; a test that passed only when
 *   tried again counts as failed.
 */
export function readPlaywrightReport(file: URL): TestTally {
  const report = readReport(file) as PlaywrightReport | undefined
  if (!report) return { passed: 0, failed: 1, skipped: 0 }

  const { expected, unexpected, flaky, skipped } = report.stats
  return { passed: expected, failed: unexpected + flaky + report.errors.length, skipped }
}

function readReport(file: URL): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
