/** Start or end of an event: a moment, or a whole day. */
export interface EventTime {
  dateTime?: string
  date?: string
  timeZone?: string
}

/** A calendar event as it is kept; the API adds `kind`, `etag`, people and links. */
export interface CalendarEvent {
  id: string
  status: 'confirmed' | 'tentative' | 'cancelled'
  summary?: string
  description?: string
  location?: string
  colorId?: string
  start: EventTime
  end: EventTime
  created: string
  updated: string
  /** Grows with each change of the event's time. */
  sequence: number
}

/** Epoch milliseconds of an event's start or end; whole days begin at midnight UTC. */
export function instantOf({ dateTime, date }: EventTime): number {
  return Date.parse(dateTime ?? date ?? '')
}
