import { GoogleApiError } from '../api-error.ts'
import { type CalendarEvent, type EventTime, instantOf } from './calendar-event.ts'

/** The fields of an event a client may write. */
export type EventFields = Pick<CalendarEvent, 'start' | 'end'> &
  Partial<Pick<CalendarEvent, 'summary' | 'description' | 'location' | 'colorId' | 'status'>>

const TEXT_FIELDS = ['summary', 'description', 'location', 'colorId'] as const

/**
 * Reads the writable fields of a request body laid over what the event already has; `null` clears a field.
 *
 * @param before The event that is being changed; absent for a new or wholly replaced one.
 *
 * @throws {GoogleApiError} required (400): start or end is missing. badRequest (400): a value is not usable.
 */
export function readEventFields(body: unknown, before?: CalendarEvent): EventFields {
  const input = { ...before, ...(body as object | undefined) } as Record<string, unknown>
  const start = timeOf(input.start, 'start')
  const end = timeOf(input.end, 'end')
  if (instantOf(end) < instantOf(start)) {
    throw new GoogleApiError('badRequest', 'The specified time range is empty.')
  }

  const fields: EventFields = { start, end, status: statusOf(input.status) }
  for (const name of TEXT_FIELDS) {
    const value = input[name]
    if (typeof value === 'string') fields[name] = value
  }
  return fields
}

function timeOf(value: unknown, field: 'start' | 'end'): EventTime {
  const { dateTime, date, timeZone } = (value ?? {}) as Record<string, unknown>
  const zone = typeof timeZone === 'string' ? { timeZone } : {}
  const time =
    typeof dateTime === 'string' ? { dateTime, ...zone } : typeof date === 'string' ? { date } : undefined
  if (!time) throw new GoogleApiError('required', `Missing ${field} time.`)
  if (Number.isNaN(instantOf(time))) throw new GoogleApiError('badRequest', `Invalid ${field} time.`)
  return time
}

function statusOf(value: unknown): CalendarEvent['status'] {
  if (value === undefined || value === null) return 'confirmed'
  if (value === 'confirmed' || value === 'tentative' || value === 'cancelled') return value
  throw new GoogleApiError('badRequest', 'Invalid value for: status')
}
