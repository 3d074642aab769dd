import type { Issue } from '../world/github/data/issue.ts'
import type { World } from '../world/world.ts'

/**
 * Finds an issue of the tests' repository at the emulated GitHub: what really became of a click.
 *
 * @throws {Error} when no issue has this title, or no longer.
 */
export function findIssue(world: World, title: string): Issue {
  const found = world.github
    .repository('ada', 'analytical-engine')
    ?.issues.find((issue) => issue.title === title)
  if (!found) throw new Error(`GitHub has no issue “${title}”`)
  return found
}

/** The names of its labels there. */
export function labelsOf(issue: Issue): string[] {
  return issue.labels.map(({ name }) => name)
}
