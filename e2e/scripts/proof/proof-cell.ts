import { basename, posix } from 'node:path'
import type { NamedTest } from './named-test.ts'
import type { ProofDocument } from './proof-document.ts'

/**
 * Writes what proves an id, for the last cell of its row: links to the files of the tests, or why there is none.
 *
 * @param folder The document's own folder, from the repository root.
 */
export function proofCell(
  id: string,
  tests: readonly NamedTest[],
  { open, reasons }: ProofDocument,
  folder: string,
): string {
  const files = [...new Set(tests.map(({ file }) => file))].sort()
  if (files.length > 0) {
    return files.map((file) => `[${nameOf(file)}](${posix.relative(folder, file)})`).join(', ')
  }
  if (reasons.has(id)) return '[no test](#without-a-test-and-why)'
  return open.has(id) ? '[open](#open)' : '**missing**'
}

function nameOf(file: string): string {
  return basename(file).replace(/\.(?:test|spec)\.tsx?$/, '')
}
