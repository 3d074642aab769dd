import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { MUTATION_FOLDERS } from './mutation-folders.ts'
import { countMutants, type MutationRecord, scoreOf, totalOf } from './mutation-record.ts'
import { readRecords } from './mutation-records.ts'
import { findMutationFailures, renderMutation } from './mutation-report.ts'

const BFF = new URL('../../', import.meta.url)

describe('the record of mutation testing', () => {
  it('is of what was measured; if not, run `npm run test:mutation`', () => {
    const document = readFileSync(new URL('docs/mutation.md', BFF), 'utf8')
    const records = readRecords()

    expect(renderMutation(MUTATION_FOLDERS, records)).toBe(document)
    const measured = MUTATION_FOLDERS.filter(({ name }) => records.some(({ folder }) => folder === name))
    expect(findMutationFailures(measured, records)).toEqual([])
  })

  it('is of folders there are', () => {
    for (const { name } of MUTATION_FOLDERS) expect(existsSync(new URL(`src/${name}`, BFF))).toBe(true)
  })

  it('tells of a folder that was not measured or noticed too little', () => {
    const folders = ['good', 'bad', 'forgotten'].map((name) => ({ name, leftOut: {}, tests: [] }))
    const records = [
      aRecord('good', { killed: 80, survived: 20 }),
      aRecord('bad', { killed: 79.96, survived: 20.04 }),
    ]

    expect(findMutationFailures(folders, records)).toEqual([
      'bad: 79.9 % is less than 80 %',
      'forgotten: was not measured',
    ])
  })

  it('shows the figures of each folder and file, and what is left out', () => {
    const folders = [
      { name: 'good', tests: [], leftOut: { 'slow.ts': 'take long' } },
      { name: 'forgotten', tests: [], leftOut: {} },
    ]

    const document = renderMutation(folders, [aRecord('good', { killed: 2, timedOut: 1, noCoverage: 1 })])

    expect(document).toContain('| [good](#good) | 2030-01-01 | 2 | 1 | 0 | 1 | 75.0 % |')
    expect(document).toContain('| forgotten | not yet |  |  |  |  |  |')
    expect(document).toContain('* `good/slow.ts`, which take long.')
    expect(document).toContain('With Stryker 1.2.3, Node 24.0.0.')
    expect(document).toContain('| `a.ts` | 2 | 1 | 0 | 1 | 75.0 % |')
  })
})

describe('countMutants', () => {
  it('counts by file what was tried, and nothing else', () => {
    const statuses = [
      'Killed',
      'Survived',
      'Timeout',
      'NoCoverage',
      'Ignored',
      'CompileError',
      'RuntimeError',
    ]
    const mutants = statuses.map((status) => ({ fileName: '/copy/src/good/b/c.ts', status }))

    expect(countMutants([...mutants, { fileName: 'src/good/a.ts', status: 'Killed' }], 'src/good/')).toEqual({
      'a.ts': { killed: 1, timedOut: 0, survived: 0, noCoverage: 0 },
      'b/c.ts': { killed: 1, timedOut: 1, survived: 1, noCoverage: 1 },
    })
  })
})

describe('scoreOf', () => {
  it('is full where there is nothing to notice', () => {
    expect(scoreOf(totalOf([]))).toBe(100)
  })
})

function aRecord(folder: string, counts: Partial<MutationRecord['files'][string]>): MutationRecord {
  return {
    folder,
    measuredAt: '2030-01-01',
    versions: { Stryker: '1.2.3', Node: '24.0.0' },
    files: { 'a.ts': { killed: 0, timedOut: 0, survived: 0, noCoverage: 0, ...counts } },
  }
}
