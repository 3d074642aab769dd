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
const NO_REPORT = {
  passed: 0,
  failed: 1,
  skipped: 0,
  failures: [expect.stringMatching(/nowhere\.json: no report was written$/)],
}

const aResult = (fullName: string, status = 'passed') => ({ fullName, status })

describe('readVitestReport', () => {
  it('counts a file that broke before its first test as one failed test', () => {
    const report = aReport({
      numPassedTests: 3,
      numFailedTests: 1,
      numPendingTests: 2,
      numTodoTests: 1,
      testResults: [
        { name: 'broken.test.ts', status: 'failed', assertionResults: [] },
        {
          name: 'a.test.ts',
          status: 'failed',
          assertionResults: [aResult('holds'), aResult('fails', 'failed')],
        },
        { name: 'b.test.ts', status: 'passed', assertionResults: [aResult('holds')] },
      ],
    })

    expect(readVitestReport(report)).toEqual({
      passed: 3,
      failed: 2,
      skipped: 3,
      failures: ['broken.test.ts', 'a.test.ts: fails'],
    })
  })

  it('counts a missing report as one failed test', () => {
    expect(readVitestReport(nowhere)).toEqual(NO_REPORT)
  })
})

describe('readPlaywrightReport', () => {
  it('counts flaky tests and errors outside tests as failed', () => {
    const specs = ['expected', 'unexpected', 'flaky'].map((status) => ({
      title: status,
      tests: [{ projectName: 'redis', status }],
    }))
    const suites = [{ title: 'a.spec.ts', suites: [{ title: 'a page', specs }] }]
    const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 2 }

    expect(readPlaywrightReport(aReport({ stats, errors: [{}], suites }))).toEqual({
      passed: 4,
      failed: 3,
      skipped: 2,
      failures: ['a.spec.ts: a page: [redis] unexpected', 'a.spec.ts: a page: [redis] flaky'],
    })
  })

  it('counts a missing report as one failed test', () => {
    expect(readPlaywrightReport(nowhere)).toEqual(NO_REPORT)
  })
})

describe('formatTally', () => {
  it('names skipped tests only when there are any', () => {
    const tally = { passed: 2, failed: 0, skipped: 0, failures: [] }

    expect(formatTally(tally)).toBe('2 passed, 0 failed')
    expect(formatTally(sumTallies([tally, { passed: 1, failed: 1, skipped: 4, failures: ['it'] }]))).toBe(
      '3 passed, 1 failed, 4 skipped',
    )
  })
})
