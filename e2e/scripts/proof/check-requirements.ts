/**
 * `npm run check:requirements`: whether every row of `bff/docs/requirements.md` and every attack of
 * `bff/docs/attacks.md` has its test. Writes the last cell of each row anew from the names of the tests.
 *
 * `-- --reports` judges the last run of `npm test` by its reports instead: a test must have passed.
 * `-- --strict` fails also on what is listed as open.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { type Judgement, judgeProof } from './judge-proof.ts'
import { listReportedTests, listWrittenTests } from './list-tests.ts'
import { proofCell } from './proof-cell.ts'
import { parseProofDocument, withProofs } from './proof-document.ts'

const ROOT = new URL('../../../', import.meta.url)
const FOLDER = 'bff/docs'
const DOCUMENTS = ['requirements.md', 'attacks.md']

const isRun = process.argv.includes('--reports')
const isStrict = process.argv.includes('--strict')

const tests = isRun ? listReportedTests() : listWrittenTests()
const isSound = DOCUMENTS.map(check).every(Boolean)
process.exitCode = isSound ? 0 : 1

function check(name: string): boolean {
  const file = new URL(`${FOLDER}/${name}`, ROOT)
  const text = readFileSync(file, 'utf8')
  const document = parseProofDocument(text)
  const judgement = judgeProof(document, tests)
  report(name, judgement)

  if (!isRun) {
    const written = withProofs(text, (id) => proofCell(id, judgement.proofs.get(id) ?? [], document, FOLDER))
    if (written !== text) writeFileSync(file, written)
  }
  return judgement.problems.length === 0 && !(isStrict && judgement.open.length > 0)
}

function report(name: string, { proofs, problems, open, remarks }: Judgement): void {
  const tested = [...proofs.values()].filter((list) => list.length > 0).length
  for (const line of remarks) console.log(`  ${line}`)
  for (const line of open) console.log(`  open: ${line}`)
  for (const line of problems) console.error(`  FAILED ${line}`)
  const rest = `${open.length} open, ${proofs.size - tested - open.length} without a test`
  console.log(`${name}: ${proofs.size} rows, ${tested} with tests, ${rest}; ${problems.length} problems`)
}
