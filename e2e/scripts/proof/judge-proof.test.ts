import { describe, expect, it } from 'vitest'
import { judgeProof } from './judge-proof.ts'
import type { NamedTest } from './named-test.ts'
import { proofCell } from './proof-cell.ts'
import { parseProofDocument, withProofs } from './proof-document.ts'
import { findWrittenTests } from './written-tests.ts'

const DOCUMENT = `
| ID | Requirement | Proof |
|---|---|---|
| CSRF-01 | a defence exists | |
| CSRF-02 | a header is sent | |

## Without a test, and why

| id | reason |
|---|---|
`

const REASON = '| CSRF-02 | no such feature |'
const OPEN = '\n## Open\n\n| CSRF-02 | not written yet |'
const STAND_IN = '\n## Proven by tests of another name\n\n| CSRF-02 | `bff/test/csrf.test.ts` | needs %s |'

function aTest(name: string, state: NamedTest['state'] = 'written'): NamedTest {
  return { file: 'bff/test/csrf.test.ts', name, state }
}

function judge(text: string, ...tests: NamedTest[]) {
  return judgeProof(parseProofDocument(text), tests)
}

const first = aTest('CSRF-01 refuses a form of another site')
const both = aTest('CSRF-01 CSRF-02 refuses a form of another site')

describe('judgeProof', () => {
  it('is content when every row has a test that begins with its id', () => {
    const { problems, open, proofs } = judge(DOCUMENT, both)

    expect([problems, open]).toEqual([[], []])
    expect(proofs.get('CSRF-02')).toEqual([both])
  })

  it('finds fault with a row that has neither a test nor a reason nor a place among the open ones', () => {
    expect(judge(DOCUMENT, first).problems).toEqual([expect.stringContaining('CSRF-02 has no test')])
  })

  it.each([
    ['a reason', DOCUMENT + REASON],
    ['a place among the open ones', DOCUMENT + OPEN],
  ])('takes %s for a test', (_what, text) => {
    expect(judge(text, first).problems).toEqual([])
  })

  it('tells what is open, and what needs to be open no longer', () => {
    const [before, after] = [judge(DOCUMENT + OPEN, first), judge(DOCUMENT + OPEN, both)]

    expect([before.open, before.remarks]).toEqual([['CSRF-02: not written yet'], []])
    expect([after.open, after.remarks]).toEqual([[], [expect.stringContaining('CSRF-02 has a test now')]])
  })

  it('takes a test of another name where the document points at it', () => {
    const stranger = aTest('needs %s with every call')

    const { problems, proofs } = judge(DOCUMENT + STAND_IN, first, stranger)

    expect(problems).toEqual([])
    expect(proofs.get('CSRF-02')).toEqual([stranger])
  })

  it('finds fault with a document that points at a test which is not there', () => {
    const problems = judge(DOCUMENT + STAND_IN, both).problems

    expect(problems).toEqual([expect.stringContaining('CSRF-02 names a test that is not there')])
  })

  it.each([
    ['a test', DOCUMENT, aTest('CSRF-77 refuses a form')],
    ['a reason', `${DOCUMENT}| CSRF-77 | no such feature |`, both],
  ])('finds fault with %s for a row that does not exist', (_what, text, test) => {
    expect(judge(text, both, test).problems).toEqual([expect.stringContaining('CSRF-77')])
  })

  it('leaves ids of other documents alone', () => {
    expect(judge(DOCUMENT, both, aTest('attack 33 a form: is refused')).problems).toEqual([])
  })

  it('finds fault with a row that is open and has a reason', () => {
    expect(judge(DOCUMENT + REASON + OPEN, first).problems).toEqual([expect.stringContaining('at once')])
  })

  it('believes a run only where a test passed and none failed', () => {
    const group = 'the proxy CSRF-01'
    const passed = aTest(`${group} after a CSRF-02 form`, 'passed')

    expect(judge(DOCUMENT, passed).problems).toEqual([])
    expect(judge(DOCUMENT, aTest(both.name, 'skipped')).problems).toHaveLength(2)
    expect(judge(DOCUMENT, passed, aTest(first.name, 'failed')).problems).toEqual([
      expect.stringContaining('CSRF-01 fails'),
    ])
  })
})

describe('parseProofDocument', () => {
  it('reads ranges and lists of ids', () => {
    const { reasons } = parseProofDocument(`${DOCUMENT}| KEY-08 to KEY-10, SVC-03 | no such feature |`)

    expect([...reasons.keys()]).toEqual(['KEY-08', 'KEY-09', 'KEY-10', 'SVC-03'])
  })

  it.each([
    ['two rows of one id', DOCUMENT.replace('CSRF-02', 'CSRF-01')],
    ['two reasons for one id', `${DOCUMENT}${REASON}\n${REASON}`],
    ['a range that is none', `${DOCUMENT}| KEY-08 to SVC-10 | no such feature |`],
  ])('refuses %s', (_what, text) => {
    expect(() => parseProofDocument(text)).toThrow()
  })
})

describe('withProofs', () => {
  it('writes the last cell of each row, leads to the files, and leaves the rest alone', () => {
    const text = DOCUMENT + REASON
    const document = parseProofDocument(text)
    const tests = new Map([['CSRF-01', [aTest('CSRF-01 a'), aTest('CSRF-01 b')]]])
    const write = (given: string) =>
      withProofs(given, (id) => proofCell(id, tests.get(id) ?? [], document, 'bff/docs'))

    const written = write(text)

    expect(written).toContain('| CSRF-01 | a defence exists | [csrf](../test/csrf.test.ts) |')
    expect(written).toContain('| CSRF-02 | a header is sent | [no test](#without-a-test-and-why) |')
    expect(written).toContain(REASON)
    expect(write(written)).toBe(written)
  })
})

describe('findWrittenTests', () => {
  const idsIn = (source: string) =>
    [...judge(DOCUMENT, ...findWrittenTests('a.test.ts', source)).proofs].flatMap(([id, tests]) =>
      tests.length > 0 ? [id] : [],
    )

  it.each([
    ['a test', "it('CSRF-01 refuses', () => {})"],
    ['a group', "describe('CSRF-01 a form', () => {})"],
    ['a table’s title', "it.each([1])('CSRF-01 refuses %s', () => {})"],
    ['a case of a table', "it.each([['CSRF-01 a form']])('refuses %s', () => {})"],
    ['a template', 'it(`CSRF-01 refuses within ' + '$' + '{LIMIT} ms`, () => {})'],
    ['a test that runs where it can', "it.skipIf(!redis)('CSRF-01 refuses', () => {})"],
  ])('finds %s', (_what, source) => {
    expect(idsIn(source)).toEqual(['CSRF-01'])
  })

  it.each([
    ['a comment', "// it('CSRF-01 refuses', () => {})"],
    ['a skipped test', "it.skip('CSRF-01 refuses', () => {})"],
    ['a test in a skipped group', "describe.skip('forms', () => { it('CSRF-01 refuses', () => {}) })"],
    ['a test to come', "it.todo('CSRF-01 refuses')"],
    ['an id in the middle', "it('refuses, as CSRF-01 says', () => {})"],
    ['a longer name', "it('CSRF-011 refuses', () => {})"],
  ])('does not take %s for a test', (_what, source) => {
    expect(idsIn(source)).toEqual([])
  })
})
