/**
 * `npm run test:mutation`: changes the source in one place at a time, sees whether a test notices, and records in
 * `bff/docs/mutation.md` how many were noticed. Fails where that is less than the goal, or unknown.
 *
 * `-- --folder session` measures one folder; the others are recorded as they were measured last. `-- --concurrency 1`
 * leaves the machine to others.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Stryker } from '@stryker-mutator/core'
import { MUTATION_FOLDERS, type MutationFolder } from './mutation-folders.ts'
import { KEPT, mutationOptions } from './mutation-options.ts'
import { countMutants, type MutationRecord } from './mutation-record.ts'
import { readRecords, writeRecord } from './mutation-records.ts'
import { findMutationFailures, renderMutation } from './mutation-report.ts'

const ROOT = new URL('../../../', import.meta.url)
const DOCUMENT = new URL('bff/docs/mutation.md', ROOT)

const { values } = parseArgs({
  options: { folder: { type: 'string', multiple: true }, concurrency: { type: 'string', default: '2' } },
})
const chosen = MUTATION_FOLDERS.filter(({ name }) => values.folder?.includes(name) ?? true)
if (chosen.length === 0) throw new Error(`there is no such folder: ${values.folder}`)

// Stryker copies the folder it runs in.
process.chdir(fileURLToPath(ROOT))
mkdirSync(new URL(`${KEPT}/`, ROOT), { recursive: true })
for (const folder of chosen) writeRecord(await measure(folder))

const records = readRecords()
writeFileSync(DOCUMENT, renderMutation(MUTATION_FOLDERS, records))
const failures = findMutationFailures(MUTATION_FOLDERS, records)
for (const failure of failures) console.error(`FAILED ${failure}`)
process.exitCode = failures.length === 0 ? 0 : 1

async function measure(folder: MutationFolder): Promise<MutationRecord> {
  // Read by vitest's configuration. Stryker's own choice of test files leaves mutants asleep that only run while modules load.
  process.env.COATCHECK_MUTATION_FOLDER = folder.name
  const stryker = new Stryker(mutationOptions(folder, Number(values.concurrency)))
  const mutants = await stryker.runMutationTest()
  return {
    folder: folder.name,
    measuredAt: new Date().toISOString().slice(0, 10),
    versions: {
      Stryker: versionOf('@stryker-mutator/core'),
      vitest: versionOf('vitest'),
      Node: process.versions.node,
    },
    files: countMutants(mutants, `src/${folder.name}/`),
  }
}

function versionOf(packageName: string): string {
  const { version } = createRequire(import.meta.url)(`${packageName}/package.json`) as { version: string }
  return version
}
