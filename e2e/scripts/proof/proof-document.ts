/** A test that proves something without naming it. */
export interface StandIn {
  id: string
  /** Path from the repository root. */
  file: string
  /** The test's own name as written, up to the first value that its table fills in. */
  name: string
}

/** What a document of the proof asks for, and what it says itself of the parts without a test. */
export interface ProofDocument {
  /** In the order of the document. */
  ids: readonly string[]
  /** Why there is nothing to test. */
  reasons: ReadonlyMap<string, string>
  /** What is still missing. */
  open: ReadonlyMap<string, string>
  standIns: readonly StandIn[]
}

/** The headings that the check reads, to the letter. */
const REASONS = '## Without a test, and why'
const OPEN = '## Open'
const STAND_INS = '## Proven by tests of another name'

const ID_CELL = /^(?:[A-Z]+-\d{2}|attack \d+)$/

/**
 * Reads a document. Its tables are: rows, with the id in the first cell and the proof in the last, which the check
 * writes; and under headings of their own the reasons, the open ones and the stand-ins.
 *
 * @throws {Error} for an id that a table has twice.
 */
export function parseProofDocument(text: string): ProofDocument {
  const rows = linesUnder(text, undefined)
    .map(firstCell)
    .filter((cell) => ID_CELL.test(cell))
  const twice = rows.find((id, at) => rows.indexOf(id) !== at)
  if (twice !== undefined) throw new Error(`${twice} has two rows`)
  return {
    ids: rows,
    reasons: remarksUnder(text, REASONS),
    open: remarksUnder(text, OPEN),
    standIns: linesUnder(text, STAND_INS).flatMap(toStandIn),
  }
}

/** Writes the last cell of each row anew. */
export function withProofs(text: string, proofOf: (id: string) => string): string {
  let heading: string | undefined
  const lines = text.split('\n').map((line) => {
    if (line.startsWith('## ')) heading = line
    const id = firstCell(line)
    if (isSpecial(heading) || !ID_CELL.test(id)) return line
    return line.replace(/\|[^|]*\|$/, () => `| ${proofOf(id)} |`)
  })
  return lines.join('\n')
}

/** @param wanted undefined: everything outside the three headings. */
function linesUnder(text: string, wanted: string | undefined): string[] {
  let heading: string | undefined
  return text.split('\n').filter((line) => {
    if (line.startsWith('## ')) heading = line
    return isSpecial(heading) ? heading === wanted : wanted === undefined
  })
}

function isSpecial(heading: string | undefined): boolean {
  return heading === REASONS || heading === OPEN || heading === STAND_INS
}

function remarksUnder(text: string, heading: string): Map<string, string> {
  const remarks = linesUnder(text, heading).flatMap((line) => {
    const [ids = '', remark = ''] = cellsOf(line)
    return expandIds(ids).map((id) => [id, remark] as const)
  })
  const names = remarks.map(([id]) => id)
  const twice = names.find((id, at) => names.indexOf(id) !== at)
  if (twice !== undefined) throw new Error(`${twice} stands twice under "${heading.slice(3)}"`)
  return new Map(remarks)
}

/** `KEY-01 to KEY-10, SVC-03`: ids and ranges of them. */
function expandIds(cell: string): string[] {
  return cell.split(', ').flatMap((part) => {
    const [first = '', last] = part.split(' to ')
    if (!ID_CELL.test(first)) return []
    return last === undefined ? [first] : rangeOf(first, last)
  })
}

function rangeOf(first: string, last: string): string[] {
  const { prefix = '', digits = '' } = /^(?<prefix>.*?)(?<digits>\d+)$/.exec(first)?.groups ?? {}
  const end = Number(last.slice(prefix.length))
  const count = end - Number(digits) + 1
  if (!last.startsWith(prefix) || !(count > 1)) throw new Error(`${first} to ${last} is no range`)
  return Array.from({ length: count }, (_, at) => {
    return prefix + String(Number(digits) + at).padStart(digits.length, '0')
  })
}

function toStandIn(line: string): StandIn[] {
  const [id = '', file = '', name = ''] = cellsOf(line)
  return ID_CELL.test(id) ? [{ id, file: file.replaceAll('`', ''), name }] : []
}

function firstCell(line: string): string {
  return cellsOf(line)[0] ?? ''
}

function cellsOf(line: string): string[] {
  if (!line.startsWith('|')) return []
  return line
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim())
}
