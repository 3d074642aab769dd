import { GOAL_PERCENT, type MutationFolder } from './mutation-folders.ts'
import { type MutantCounts, type MutationRecord, scoreOf, totalOf } from './mutation-record.ts'

const INTRODUCTION = `# How much the tests notice

Written by \`npm run test:mutation\`; do not edit. [Stryker](https://stryker-mutator.io) changes the source in one place at a
time: it turns a comparison round, empties a block, takes a text away. Each such mutant is run against the tests that reach
that place. One that makes a test fail, or hang, was noticed; one that changes nothing any test looks at survives. The score
is the share that was noticed, those that no test reaches included. The goal is ${GOAL_PERCENT} % for each folder.

The tests are those that run inside one process: the unit tests and the flows, attacks and conformance modules against a BFF
that listens, with providers that listen, and its store in memory.
`

const HEADINGS = ['killed', 'timed out', 'survived', 'not covered', 'score']

/**
 * Finds what the record must not pretend.
 *
 * @returns a sentence for each folder that was never measured, or noticed too little.
 */
export function findMutationFailures(
  folders: readonly MutationFolder[],
  records: readonly MutationRecord[],
): string[] {
  return folders.flatMap(({ name }) => {
    const record = records.find(({ folder }) => folder === name)
    if (!record) return [`${name}: was not measured`]
    const score = scoreOf(countsOf(record))
    return score < GOAL_PERCENT ? [`${name}: ${percent(score)} is less than ${GOAL_PERCENT} %`] : []
  })
}

/** Renders the document: a table of the folders, what is left out, and a table of files for each folder. */
export function renderMutation(
  folders: readonly MutationFolder[],
  records: readonly MutationRecord[],
): string {
  const measured = folders.flatMap(({ name }) => records.filter(({ folder }) => folder === name))
  const rows = folders.map(({ name }) => {
    const record = records.find(({ folder }) => folder === name)
    if (!record) return [name, 'not yet', ...HEADINGS.map(() => '')]
    return [`[${name}](#${name})`, record.measuredAt, ...cellsOf(countsOf(record))]
  })
  const table = renderTable(['folder', 'measured', ...HEADINGS], rows)
  return [INTRODUCTION, `${table}\n`, renderLeftOut(folders), ...measured.map(renderFolder)].join('\n')
}

function renderLeftOut(folders: readonly MutationFolder[]): string {
  const lines = folders.flatMap(({ name, leftOut }) =>
    Object.entries(leftOut).map(([file, why]) => `* \`${name}/${file}\`, which ${why}.`),
  )
  return `## Left out\n\n${lines.join('\n')}\n`
}

function renderFolder(record: MutationRecord): string {
  const versions = Object.entries(record.versions).map(([name, version]) => `${name} ${version}`)
  const rows = Object.entries(record.files).map(([file, counts]) => [`\`${file}\``, ...cellsOf(counts)])
  return `## ${record.folder}\n\nWith ${versions.join(', ')}.\n\n${renderTable(['file', ...HEADINGS], rows)}\n`
}

function renderTable(headings: readonly string[], rows: readonly string[][]): string {
  const lines = [headings, headings.map(() => '---'), ...rows]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function cellsOf(counts: MutantCounts): string[] {
  const { killed, timedOut, survived, noCoverage } = counts
  return [...[killed, timedOut, survived, noCoverage].map(String), percent(scoreOf(counts))]
}

function countsOf({ files }: MutationRecord): MutantCounts {
  return totalOf(Object.values(files))
}

/** Rounded down: what is short of the goal must not read as if it were there. */
function percent(score: number): string {
  return `${(Math.floor(score * 10) / 10).toFixed(1)} %`
}
