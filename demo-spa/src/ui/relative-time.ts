const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'long' })

const UNITS: readonly [unit: Intl.RelativeTimeFormatUnit, ms: number][] = [
  ['year', 365 * 86_400_000],
  ['month', 30 * 86_400_000],
  ['week', 7 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

/** Says how far a moment is from now in its largest whole unit: "3 days ago", "in 2 hours", "just now". */
export function relativeTime(at: number, now: number): string {
  const distance = at - now
  const fit = UNITS.find(([, ms]) => Math.abs(distance) >= ms)
  if (!fit) return 'just now'

  const [unit, ms] = fit
  return RELATIVE.format(Math.trunc(distance / ms), unit)
}
