import { randomBytes } from 'node:crypto'
import type { WorldClock } from '../../world-clock.ts'
import { GoogleApiError } from '../api-error.ts'
import type { CalendarEvent } from './calendar-event.ts'
import { type EventFields, readEventFields } from './event-fields.ts'

/** One person's primary calendar. */
export interface EventBook {
  events(): readonly CalendarEvent[]
  /** @throws {GoogleApiError} notFound (404). */
  event(id: string): CalendarEvent
  insert(body: unknown): CalendarEvent
  /** Changes the fields given and keeps the others. */
  patch(event: CalendarEvent, body: unknown): void
  /** Replaces all writable fields. */
  replace(event: CalendarEvent, body: unknown): void
  /** @throws {GoogleApiError} gone (410): it was deleted before. */
  cancel(event: CalendarEvent): void
}

/** Creates an empty calendar. */
export function createEventBook(clock: WorldClock): EventBook {
  const now = () => new Date(clock.now()).toISOString()
  const events: CalendarEvent[] = []
  const write = (event: CalendarEvent, fields: EventFields) => {
    const { id, created, sequence } = event
    for (const key of Object.keys(event)) delete event[key as keyof CalendarEvent]
    Object.assign(event, { id, created, updated: now(), sequence: sequence + 1 }, fields)
  }

  return {
    events: () => events,
    event: (id) => {
      const event = events.find((candidate) => candidate.id === id)
      if (!event) throw new GoogleApiError('notFound', 'Not Found')
      return event
    },
    insert: (body) => {
      const fields = readEventFields(body)
      const event: CalendarEvent = {
        id: randomBytes(13).toString('hex'),
        created: now(),
        updated: now(),
        sequence: 0,
        status: 'confirmed',
        ...fields,
      }
      events.push(event)
      return event
    },
    patch: (event, body) => write(event, readEventFields(body, event)),
    replace: (event, body) => write(event, readEventFields(body)),
    cancel: (event) => {
      if (event.status === 'cancelled') throw new GoogleApiError('gone', 'Resource has been deleted')
      Object.assign(event, { status: 'cancelled', updated: now() })
    },
  }
}
