import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { readPlaywrightReport, readVitestReport } from './test-reports.ts'
import { formatTally, sumTallies } from './test-tally.ts'

const folder = mkdtempSync(join(tmpdir(), 'reports-'))
afterAll(() => rmSync(folder, { recursive: true }))

function aReport(content: unknown): URL {
  const file = join(folder, 'report.json')
  writeFileSync(file, JSON.stringify(content))
  return pathToFileURL(file)
}

const nowhere = pathToFileURL(join(folder, 'nowhere.json'))

describe('readVitestReport', () => {
  it('counts a file that broke before its first test as one failed test', () => {
    const report = aReport({
      numPassedTests: 3,
      numFailedTests: 1,
      numPendingTests: 2,
      numTodoTests: 1,
      testResults: [
        { status: 'failed', assertionResults: [] },
        { status: 'failed', assertionResults: [{}] },
        { status: 'passed', assertionResults: [{}] },
      ],
    })

    expect(readVitestReport(report)).toEqual({ passed: 3, failed: 2, skipped: 3 })
  })

  it('counts a missing report as one failed test', () => {
    expect(readVitestReport(nowhere)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })
})

describe('readPlaywrightReport', () => {
  it('counts flaky tests and errors outside tests as failed', () => {
    const report = aReport({ stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 }, errors: [{}] })

    expect(readPlaywrightReport(report)).toEqual({ passed: 4, failed: 3, skipped: 2 })
  })

  it('counts a missing report as one failed test', () => {
    expect(readPlaywrightReport(nowhere)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })
})

describe('formatTally', () => {
  it('names skipped tests only when there are any', () => {
    const tally = { passed: 2, failed: 0, skipped: 0 }

    expect(formatTally(tally)).toBe('2 passed, 0 failed')
    expect(formatTally(sumTallies([tally, { passed: 1, failed: 1, skipped: 4 }]))).toBe(
      '3 passed, 1 failed, 4 skipped',
    )
  })
})
