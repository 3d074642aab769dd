const MAX_DISTANCE = 3

/**
 * Words the end of a sentence about a wrong name: the name that was probably meant, or all there are.
 *
 * @param names What would have been right.
 */
export function suggestName(wrong: string, names: readonly string[]): string {
  const nearest = nearestName(wrong, names)
  if (nearest !== undefined) return `did you mean \`${nearest}\`?`
  return names.length === 0
    ? 'there is none yet'
    : `there is ${names.map((name) => `\`${name}\``).join(', ')}`
}

/**
 * Finds the name a mistyped one was meant to be.
 *
 * @returns `undefined` when none is near enough to be a likely guess.
 */
function nearestName(wrong: string, names: readonly string[]): string | undefined {
  const ranked = names
    .map((name) => ({ name, distance: editDistance(wrong.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= Math.min(MAX_DISTANCE, Math.ceil(name.length / 3)))
    .sort((a, b) => a.distance - b.distance)
  return ranked[0]?.name
}

/** Levenshtein's distance, one row of the table at a time. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1]
    for (let column = 1; column <= to.length; column++) {
      const substituted = (row[column - 1] ?? 0) + (letter === to[column - 1] ? 0 : 1)
      next.push(Math.min(substituted, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[to.length] ?? 0
}
