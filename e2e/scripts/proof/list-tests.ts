import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import type { NamedTest } from './named-test.ts'
import { readPlaywrightTests, readVitestTests } from './reported-tests.ts'
import { findWrittenTests } from './written-tests.ts'

const ROOT = new URL('../../../', import.meta.url)
const WORKSPACES = ['sdk', 'bff', 'demo-spa', 'e2e']

/** Lists the tests of all workspaces by their names in the source; nothing is run. */
export function listWrittenTests(): NamedTest[] {
  const patterns = ['*.test.ts', '*.test.tsx', '*.spec.ts']
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...patterns]
  return (
    execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' })
      .split('\n')
      // Samples of names that the check itself is tested with prove nothing.
      .filter((path) => path !== '' && !path.startsWith('e2e/scripts/proof/'))
      // A deleted file stays listed until the deletion is committed.
      .filter((path) => existsSync(new URL(path, ROOT)))
      .flatMap((path) => findWrittenTests(path, readFileSync(new URL(path, ROOT), 'utf8')))
  )
}

/**
 * Lists the tests of the run that left its reports behind.
 *
 * @throws {Error} a report is missing.
 */
export function listReportedTests(): NamedTest[] {
  const units = WORKSPACES.map((name) => new URL(`${name}/test-results/unit.json`, ROOT))
  return [
    ...units.flatMap((report) => readVitestTests(report, ROOT)),
    ...readPlaywrightTests(new URL('e2e/test-results/browser.json', ROOT), 'e2e/tests/'),
  ].filter(({ file }) => !file.startsWith('e2e/scripts/proof/'))
}
