import { PRODUCT, type RunResult } from './bench-result.ts'

/** Least share of the floor that the short form accepts. */
export const SHORT_FORM_LIMIT = 0.45

/**
 * Finds what is wrong with a short run: errors, or a product that is too slow in slices and in the duel alike. A
 * machine that others use disturbs the slices, and hardly the account of CPU; a slow product shows in both. Figures
 * other than these ratios depend on the machine and fail nothing.
 */
export function findShortfalls(runs: readonly RunResult[], limit: number): string[] {
  const failures = runs.flatMap(({ mode, variants }) =>
    variants
      .filter(({ errors }) => errors > 0)
      .map(({ name, errors }) => `${mode}: ${errors} errors of ${name}`),
  )
  const share = Math.max(0, ...runs.map(shareOfFloor))
  if (share >= limit) return failures
  return [
    ...failures,
    `${PRODUCT} does ${share.toFixed(3)} of what the floor does; at least ${limit} is asked for`,
  ]
}

/** The more CPU a request costs, the fewer of them a core serves. */
function shareOfFloor({ mode, variants }: RunResult): number {
  const ratio = variants.find(({ name }) => name === PRODUCT)?.ratioToFloor ?? null
  if (ratio === null) return 0
  return mode === 'duel' ? 1 / ratio : ratio
}
