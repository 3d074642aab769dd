const DAY_MS = 86_400_000
const SHORT_DATE = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', timeZone: 'UTC' })
const LONG_DATE = new Intl.DateTimeFormat('en', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})

/** When a task is due, in words, and whether that needs attention. */
export interface DueLabel {
  text: string
  tone: 'overdue' | 'today' | 'later'
}

/**
 * Turns a calendar date (`2026-11-30`, as a date input gives it) into Google's form.
 *
 * Google keeps only the date of a due time and writes it as midnight UTC, whatever the person's time zone: no
 * conversion may shift the day.
 */
export function toTaskDue(date: string): string {
  return `${date}T00:00:00.000Z`
}

/** Gives the calendar date of a due time. */
export function toCalendarDate(due: string): string {
  return due.slice(0, 10)
}

/** Gives the calendar date where the person is. */
export function localDate(now: Date): string {
  const [year, month, day] = [now.getFullYear(), now.getMonth() + 1, now.getDate()]
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

/** Words a due time for somebody whose calendar says `today` (`2026-11-30`). */
export function dueLabel(due: string, today: string): DueLabel {
  const dueAt = Date.parse(toCalendarDate(due))
  const days = Math.round((dueAt - Date.parse(today)) / DAY_MS)
  if (days === 0) return { text: 'Today', tone: 'today' }
  if (days === 1) return { text: 'Tomorrow', tone: 'later' }
  if (days === -1) return { text: 'Yesterday', tone: 'overdue' }

  const isSameYear = due.slice(0, 4) === today.slice(0, 4)
  const text = (isSameYear ? SHORT_DATE : LONG_DATE).format(dueAt)
  return { text, tone: days < 0 ? 'overdue' : 'later' }
}
