import { describe, expect, it } from 'vitest'
import { dueLabel, localDate, toCalendarDate, toTaskDue } from './task-due.ts'

describe('toTaskDue', () => {
  it('writes a calendar date as midnight UTC, the way Google keeps due dates', () => {
    expect(toTaskDue('2026-11-30')).toBe('2026-11-30T00:00:00.000Z')
  })

  it('comes back as the same calendar date', () => {
    expect(toCalendarDate(toTaskDue('2026-03-01'))).toBe('2026-03-01')
  })
})

describe('localDate', () => {
  it('is the date on the wall, not the date in Greenwich', () => {
    expect(localDate(new Date(2026, 0, 5, 23, 59))).toBe('2026-01-05')
    expect(localDate(new Date(2026, 11, 31, 0, 1))).toBe('2026-12-31')
  })
})

describe('dueLabel', () => {
  it.each([
    ['2026-11-24', 'Today', 'today'],
    ['2026-11-25', 'Tomorrow', 'later'],
    ['2026-11-23', 'Yesterday', 'overdue'],
    ['2026-11-20', 'Nov 20', 'overdue'],
    ['2026-12-24', 'Dec 24', 'later'],
    ['2027-01-02', 'Jan 2, 2027', 'later'],
  ])('says of %s: %s', (date, text, tone) => {
    expect(dueLabel(toTaskDue(date), '2026-11-24')).toEqual({ text, tone })
  })
})
