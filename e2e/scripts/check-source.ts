/** `node e2e/scripts/check-source.ts`: the limits and names of the style guide, over every file git knows of. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { findSourceProblems } from './find-source-problems.ts'

const ROOT = new URL('../../', import.meta.url)

const files = listFiles()
const problems = files.flatMap((path) => findSourceProblems(path, readFileSync(new URL(path, ROOT), 'utf8')))
for (const { path, line, message } of problems) console.error(`${path}:${line}: ${message}`)
if (problems.length > 0) console.error(`\n${problems.length} problems in ${files.length} files`)
process.exitCode = problems.length === 0 ? 0 : 1

function listFiles(): string[] {
  const patterns = ['*.ts', '*.tsx', '*.mts', '*.js', '*.mjs']
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...patterns]
  const listed = execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).split('\n')
  // A deleted file stays listed until the deletion is committed.
  return listed.filter((path) => path !== '' && existsSync(new URL(path, ROOT)))
}
