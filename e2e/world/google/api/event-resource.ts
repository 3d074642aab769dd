import type { Person } from '../../seed.ts'
import type { CalendarEvent } from '../data/calendar-event.ts'
import { etagOf } from './etag.ts'

/** Shows an event as `calendar#event`. */
export function toEventResource(event: CalendarEvent, { email }: Person, base: string): { etag: string } {
  const resource = {
    kind: 'calendar#event',
    ...event,
    htmlLink: `${base}/calendars/primary/events/${event.id}`,
    creator: { email, self: true },
    organizer: { email, self: true },
    iCalUID: `${event.id}@google.com`,
    reminders: { useDefault: true },
    eventType: 'default',
  }
  return { ...resource, etag: etagOf(resource) }
}

/** Shows a person's primary calendar as `calendar#calendarListEntry`. */
export function toCalendarListEntry({ email }: Person): { etag: string } {
  const resource = {
    kind: 'calendar#calendarListEntry',
    id: email,
    summary: email,
    timeZone: 'UTC',
    accessRole: 'owner',
    primary: true,
    selected: true,
    backgroundColor: '#9fe1e7',
    foregroundColor: '#000000',
  }
  return { ...resource, etag: etagOf(resource) }
}
