/** How many tests went which way; a build, typecheck or lint that fails counts as one failed test. */
export interface TestTally {
  passed: number
  failed: number
  skipped: number
  /** Names of what failed, as far as they are known. */
  failures: readonly string[]
}

/** Adds tallies up. */
export function sumTallies(tallies: readonly TestTally[]): TestTally {
  const total = { passed: 0, failed: 0, skipped: 0 }
  for (const tally of tallies) {
    total.passed += tally.passed
    total.failed += tally.failed
    total.skipped += tally.skipped
  }
  return { ...total, failures: tallies.flatMap(({ failures }) => failures) }
}

/** Writes a tally the way the last line of `npm test` does: `12 passed, 0 failed`, and `, 3 skipped` when any were. */
export function formatTally({ passed, failed, skipped }: TestTally): string {
  const line = `${passed} passed, ${failed} failed`
  return skipped > 0 ? `${line}, ${skipped} skipped` : line
}
