import fc from 'fast-check'
import { isLongForm } from '../support/long-form.ts'

/** How often a fuzzer throws, short or long. */
export interface FuzzLength {
  short: number
  long: number
}

/** How long one fuzzer may take, in milliseconds. */
export const FUZZ_TIME_LIMIT_MS: number = isLongForm ? 4 * 3_600_000 : 240_000

/**
 * Throws batches of random cases at something. A failure names its seed and lists the fewest cases that still
 * fail; `COATCHECK_SEED` throws the cases of one seed again.
 *
 * @param survives Rejects when a batch does harm.
 */
export async function fuzz<Case>(
  cases: fc.Arbitrary<Case>,
  batchSize: number,
  { short, long }: FuzzLength,
  survives: (batch: Case[]) => Promise<void>,
): Promise<void> {
  const { COATCHECK_SEED: seed } = process.env
  // fast-check would make most arrays short.
  const batches = fc.array(cases, { minLength: batchSize, maxLength: batchSize, size: 'max' })
  await fc.assert(fc.asyncProperty(batches, survives), {
    // Looking for fewer cases must end before the test does, or nobody would learn of those found.
    interruptAfterTimeLimit: FUZZ_TIME_LIMIT_MS * 0.8,
    markInterruptAsFailure: true,
    numRuns: Math.ceil((isLongForm ? long : short) / batchSize),
    ...(seed === undefined ? {} : { seed: Number(seed) }),
  })
}
