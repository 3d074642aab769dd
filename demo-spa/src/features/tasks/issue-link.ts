import type { Issue } from '../github/issue.ts'
import { issuePath } from '../github/issue-path.ts'
import type { RepositoryName } from '../github/repository.ts'

/** Writes the notes of a task that was made from an issue: the way back to it. */
export function notesFor(repository: RepositoryName, issue: Issue, origin: string): string {
  const { owner, name } = repository
  return `${owner}/${name}#${issue.number}\n${origin}${issuePath(repository, issue)}`
}

/**
 * Finds the issue a task was made from.
 *
 * Notes are anybody's text: only an address of this very app, of the shape written above, becomes a link.
 *
 * @returns Absent when the notes lead to no issue here.
 */
export function findIssuePath(notes: string, origin: string): string | undefined {
  const candidates = notes.split(/\s+/).filter((word) => word.startsWith(`${origin}/`))
  return candidates
    .map((address) => address.slice(origin.length))
    .find((path) => /^\/[\w.-]+\/[\w.-]+\/issues\/\d+$/.test(path))
}
