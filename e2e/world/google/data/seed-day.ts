import type { EventBook } from './event-book.ts'
import type { TaskBook } from './task-book.ts'

/** Whole days from now at a time of day, RFC 3339 in UTC; no time of day means midnight. */
export type DayOffset = (days: number, time?: string) => string

/** Counts days from the moment given, so that the demo's due dates are always near. */
export function daysFrom(epochMs: number): DayOffset {
  return (days, time = '00:00') => {
    const day = new Date(epochMs + days * 24 * 60 * 60 * 1000).toISOString().slice(0, 10)
    return `${day}T${time}:00.000Z`
  }
}

/** Gives a person a few tasks to find beside the board. */
export function seedTasks(book: TaskBook, day: DayOffset): void {
  const list = book.list('@default')
  for (const task of [
    { title: 'Book the room for the retrospective', due: day(6) },
    { title: 'Reply to the accessibility review', notes: 'Three findings, two are fixed.', due: day(2) },
    { title: 'Prepare the demo of the new board', notes: 'Show keyboard moves first.', due: day(1) },
    { title: 'Renew the staging certificate', due: day(-1) },
    { title: 'Read the release notes draft', status: 'completed', due: day(-2) },
  ]) {
    book.insertTask(list, task, {})
  }

  const reading = book.insertList('Reading')
  book.insertTask(reading, { title: 'Sketch of the Analytical Engine', notes: 'Notes A to G' }, {})
}

/** Gives a person a week of appointments. */
export function seedEvents(book: EventBook, day: DayOffset): void {
  for (const [summary, days, start, end] of [
    ['Stand-up', 0, '09:30', '09:45'],
    ['Stand-up', 1, '09:30', '09:45'],
    ['Sprint review', 2, '14:00', '15:00'],
    ['Design critique: issue cards', 3, '10:00', '11:00'],
    ['Release 1.2', 5, '16:00', '16:30'],
  ] as const) {
    book.insert({ summary, start: { dateTime: day(days, start) }, end: { dateTime: day(days, end) } })
  }
  book.insert({
    summary: 'Team offsite',
    start: { date: day(9).slice(0, 10) },
    end: { date: day(10).slice(0, 10) },
  })
}
