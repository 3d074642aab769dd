import { idsOf, type NamedTest } from './named-test.ts'
import type { ProofDocument, StandIn } from './proof-document.ts'

/** What the check makes of a document and of the tests there are. */
export interface Judgement {
  /** The tests that prove each id; none for the rest. */
  proofs: ReadonlyMap<string, readonly NamedTest[]>
  /** What makes the check fail. */
  problems: readonly string[]
  /** What is missing and known to be; makes the check fail only where that is asked for. */
  open: readonly string[]
  /** What the document says although it need not any longer. */
  remarks: readonly string[]
}

/**
 * Judges a document by the tests: every id needs one that is written, or in a run one that passed and none that
 * failed, or else a reason, or a place in the list of what is open.
 *
 * @param tests Those of the source or those of a run, not of both.
 */
export function judgeProof(document: ProofDocument, tests: readonly NamedTest[]): Judgement {
  const { ids, reasons, open } = document
  const proofs = proofsFor(document, tests)
  const proven = (id: string) => (proofs.get(id) ?? []).some(proves)
  const problems = [
    ...unknownIds(document, tests),
    ...ids
      .filter((id) => reasons.has(id) && open.has(id))
      .map((id) => `${id} is open and has a reason at once`),
    ...ids.flatMap((id) => failuresOf(id, proofs.get(id) ?? [])),
    ...ids
      .filter((id) => !proven(id) && !reasons.has(id) && !open.has(id))
      .map(
        (id) => `${id} has no ${isRun(tests) ? 'passing test' : 'test'}, no reason and no place under "Open"`,
      ),
    ...document.standIns.filter((standIn) => !tests.some(isNamed(standIn))).map(lost),
  ]
  return {
    proofs,
    problems,
    open: ids.filter((id) => open.has(id) && !proven(id)).map((id) => `${id}: ${open.get(id)}`),
    remarks: ids
      .filter((id) => proven(id) && (open.has(id) || reasons.has(id)))
      .map((id) => `${id} has a test now; its ${open.has(id) ? 'place under "Open"' : 'reason'} can go`),
  }
}

function proofsFor({ ids, standIns }: ProofDocument, tests: readonly NamedTest[]): Map<string, NamedTest[]> {
  const proofs = new Map<string, NamedTest[]>(ids.map((id) => [id, []]))
  for (const test of tests) {
    for (const id of idsOf(test)) proofs.get(id)?.push(test)
  }
  for (const standIn of standIns) proofs.get(standIn.id)?.push(...tests.filter(isNamed(standIn)))
  return proofs
}

function isNamed({ file, name }: StandIn): (test: NamedTest) => boolean {
  return (test) => test.file === file && test.name.includes(name)
}

function proves({ state }: NamedTest): boolean {
  return state === 'written' || state === 'passed'
}

function isRun(tests: readonly NamedTest[]): boolean {
  return tests.some(({ state }) => state !== 'written')
}

function failuresOf(id: string, tests: readonly NamedTest[]): string[] {
  return tests
    .filter(({ state }) => state === 'failed')
    .map(({ file, name }) => `${id} fails: ${file}: ${name}`)
}

/** A slip in an id would take a test away from the row it was written for. */
function unknownIds({ ids, reasons, open, standIns }: ProofDocument, tests: readonly NamedTest[]): string[] {
  const known = new Set(ids)
  const families = new Set(ids.map(familyOf))
  const inDocument = [...reasons.keys(), ...open.keys(), ...standIns.map(({ id }) => id)]
    .filter((id) => !known.has(id))
    .map((id) => `${id} is mentioned and has no row`)
  const inTests = tests.flatMap((test) =>
    idsOf(test)
      .filter((id) => families.has(familyOf(id)) && !known.has(id))
      .map((id) => `${id} has no row: ${test.file}: ${test.name}`),
  )
  return [...inDocument, ...inTests]
}

function familyOf(id: string): string {
  return id.replace(/\d+$/, '')
}

function lost({ id, file, name }: StandIn): string {
  return `${id} names a test that is not there: ${file}: ${name}`
}
