/** Probability that a sign test calls a difference that is none. */
const DOUBT = 0.05

/** The middle value; of an even number the mean of the two in the middle. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = ascending(values)
  const middle = sorted.length / 2
  const [low = Number.NaN, high = low] = sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1)
  return (low + high) / 2
}

/**
 * Half the width of the interval that holds the true median with 95 % confidence: from the k-th smallest to the
 * k-th largest value, as the binomial distribution says. It asks nothing of how the values are distributed.
 *
 * @returns half the distance from the smallest to the largest, where there are too few values for that confidence.
 */
export function spreadOfMedian(values: readonly number[]): number {
  const sorted = ascending(values)
  const skipped = valuesToSkip(sorted.length)
  const low = sorted[skipped] ?? Number.NaN
  const high = sorted[sorted.length - 1 - skipped] ?? Number.NaN
  return (high - low) / 2
}

/** The value that `fraction` of all values do not exceed (nearest rank). NaN of none. */
export function quantile(values: Float64Array, fraction: number): number {
  const sorted = values.toSorted()
  return sorted[Math.max(0, Math.ceil(fraction * sorted.length) - 1)] ?? Number.NaN
}

/** How many values at either end can be left out. */
function valuesToSkip(count: number): number {
  let skipped = -1
  let tail = 0
  for (let below = 0; below < count / 2; below += 1) {
    tail += binomial(count, below) / 2 ** count
    if (2 * tail > DOUBT) break
    skipped = below
  }
  return Math.max(0, skipped)
}

function binomial(n: number, k: number): number {
  let result = 1
  for (let step = 1; step <= k; step += 1) result = (result * (n - k + step)) / step
  return result
}

function ascending(values: readonly number[]): number[] {
  return values.toSorted((a, b) => a - b)
}
