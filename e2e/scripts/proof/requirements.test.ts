import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { judgeProof } from './judge-proof.ts'
import { listWrittenTests } from './list-tests.ts'
import { parseProofDocument } from './proof-document.ts'

const tests = listWrittenTests()

describe.each(['requirements.md', 'attacks.md'])('bff/docs/%s', (name) => {
  const text = readFileSync(new URL(`../../../bff/docs/${name}`, import.meta.url), 'utf8')
  const document = parseProofDocument(text)

  it('has a test, a reason or a place among the open ones for everything it asks for', () => {
    expect(judgeProof(document, tests).problems).toEqual([])
  })

  it('would not do without the tests of any one row', () => {
    const bare = { ...document, reasons: new Map<string, string>(), open: new Map<string, string>() }
    const { proofs } = judgeProof(document, tests)

    const unnoticed = document.ids.filter((id) => {
      const others = tests.filter((test) => !proofs.get(id)?.includes(test))
      return !judgeProof(bare, others).problems.some((problem) => problem.startsWith(`${id} has no test`))
    })

    expect(unnoticed).toEqual([])
  })
})
