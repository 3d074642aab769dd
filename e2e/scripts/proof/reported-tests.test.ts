import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { readPlaywrightTests, readVitestTests } from './reported-tests.ts'

const folder = mkdtempSync(join(tmpdir(), 'reports-'))
afterAll(() => rmSync(folder, { recursive: true }))

function aReport(content: unknown): URL {
  const file = join(folder, 'report.json')
  writeFileSync(file, JSON.stringify(content))
  return pathToFileURL(file)
}

describe('readVitestTests', () => {
  it('names each test with the groups around it, and its file from the root', () => {
    const assertionResults = [
      { ancestorTitles: ['the proxy', 'paths'], title: 'PROXY-03 refuses dots', status: 'passed' },
      { ancestorTitles: [], title: 'PROXY-04 follows nothing', status: 'failed' },
      { ancestorTitles: [], title: 'PROXY-05 drops cookies', status: 'pending' },
    ]
    const report = aReport({ testResults: [{ name: '/repo/bff/test/a.test.ts', assertionResults }] })

    expect(readVitestTests(report, new URL('file:///repo/'))).toEqual([
      { file: 'bff/test/a.test.ts', name: 'the proxy paths PROXY-03 refuses dots', state: 'passed' },
      { file: 'bff/test/a.test.ts', name: 'PROXY-04 follows nothing', state: 'failed' },
      { file: 'bff/test/a.test.ts', name: 'PROXY-05 drops cookies', state: 'skipped' },
    ])
  })

  it('says which report is missing', () => {
    const nowhere = pathToFileURL(join(folder, 'nowhere.json'))

    expect(() => readVitestTests(nowhere, new URL('file:///repo/'))).toThrow('nowhere.json')
  })
})

describe('readPlaywrightTests', () => {
  it('lists a test for each project, and takes one that passed when tried again for failed', () => {
    const spec = (title: string, ...states: string[]) => ({
      title,
      file: 'story.spec.ts',
      tests: states.map((status) => ({ status })),
    })
    const inner = { title: 'two tabs', specs: [spec('SDK-04 agree', 'expected', 'skipped')] }
    const outer = { title: 'story.spec.ts', specs: [spec('SDK-01 stores nothing', 'flaky')], suites: [inner] }

    expect(readPlaywrightTests(aReport({ suites: [outer] }), 'e2e/tests/')).toEqual([
      { file: 'e2e/tests/story.spec.ts', name: 'SDK-01 stores nothing', state: 'failed' },
      { file: 'e2e/tests/story.spec.ts', name: 'two tabs SDK-04 agree', state: 'passed' },
      { file: 'e2e/tests/story.spec.ts', name: 'two tabs SDK-04 agree', state: 'skipped' },
    ])
  })
})
