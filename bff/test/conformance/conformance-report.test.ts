import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { CONFORMANCE_PLANS, type ConformancePlan } from './conformance-modules.ts'
import { findConformanceFailures, readModuleTests, renderConformance } from './conformance-report.ts'

const FOLDER = new URL('./', import.meta.url)
const DOCUMENT = new URL('../../docs/conformance.md', import.meta.url)

describe('the record of conformance', () => {
  it('is of the plans and the tests there are; if not, run `npm run conformance`', () => {
    const tests = rowsOf(readFileSync(DOCUMENT, 'utf8')).filter(({ result }) => result !== 'not reproduced')
    const sources = readdirSync(FOLDER).filter((file) => file.endsWith('-plan.test.ts'))
    const source = sources.map((file) => readFileSync(new URL(file, FOLDER), 'utf8')).join('\n')

    for (const { module, behaviour } of tests) expect(source).toContain(`'${module}: ${behaviour}'`)
    const recorded = tests.map(({ result, ...test }) => ({ ...test, passed: result === 'passes' }))
    expect(renderConformance(CONFORMANCE_PLANS, recorded)).toBe(readFileSync(DOCUMENT, 'utf8'))
    expect(findConformanceFailures(CONFORMANCE_PLANS, recorded)).toEqual([])
  })

  it('tells of a module that fails, has no test or no place', () => {
    const plan: ConformancePlan = {
      title: 'A plan',
      modules: ['good', 'bad', 'untested'].map((name) => ({ name: `oidcc-${name}`, provider: 'is there' })),
    }
    const report = {
      testResults: [
        {
          assertionResults: [
            { title: 'oidcc-good: does this', status: 'passed' },
            { title: 'oidcc-bad: does that', status: 'failed' },
            { title: 'oidcc-strange: is here', status: 'passed' },
            { title: 'another test: of something', status: 'failed' },
          ],
        },
      ],
    }

    const tests = readModuleTests(report)

    expect(findConformanceFailures([plan], tests)).toEqual([
      'oidcc-bad: fails',
      'oidcc-untested: has no test',
      'oidcc-strange: is in no plan',
    ])
    expect(renderConformance([plan], tests)).toContain('| `oidcc-bad` | is there | does that | FAILS |')
  })
})

/** The rows of the document's tables. */
function rowsOf(document: string): { module: string; behaviour: string; result: string }[] {
  const rows = document.matchAll(/^\| `((?:oidcc|fapi2)-[\w-]+)` \| [^|]+ \| ([^|]+) \| ([^|]+) \|$/gm)
  return [...rows].map(([, module = '', behaviour = '', result = '']) => ({ module, behaviour, result }))
}
