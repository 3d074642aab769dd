import { type Request, type RequestHandler, type Response, Router } from 'express'
import { GoogleApiError } from '../api-error.ts'
import { type CalendarEvent, instantOf } from '../data/calendar-event.ts'
import type { EventBook } from '../data/event-book.ts'
import { etagOf, requireMatch } from './etag.ts'
import { toCalendarListEntry, toEventResource } from './event-resource.ts'
import { pageOf } from './paging.ts'
import { personOf, scopeGate } from './token-gate.ts'

const PAGE_SIZE = { fallback: 250, max: 2500 }
const EVENTS = '/calendars/:calendar/events'
const EVENT = `${EVENTS}/:event`

/**
 * Serves the calendar list and the events of the primary calendar.
 *
 * @param base Public URL of the Calendar API, for the links in the answers.
 */
export function calendarRoutes(bookOf: (res: Response) => EventBook, base: string): Router {
  const locate = (req: Request<{ event: string }>, res: Response) => {
    const event = bookOf(res).event(req.params.event)
    return { event, resource: () => toEventResource(event, personOf(res), base) }
  }

  return Router()
    .get('/users/me/calendarList', scopeGate(['calendar.readonly'], ['calendar']), listCalendars)
    .use(scopeGate(['calendar.readonly', 'calendar.events.readonly'], ['calendar', 'calendar.events']))
    .use('/calendars/:calendar', requirePrimary)
    .get(EVENTS, (req, res) => {
      const { email } = personOf(res)
      const { items, nextPageToken } = pageOf(req, selectEvents(bookOf(res).events(), req.query), PAGE_SIZE)
      const resources = items.map((event) => toEventResource(event, personOf(res), base))
      const list = { kind: 'calendar#events', summary: email, timeZone: 'UTC', accessRole: 'owner' }
      res.json({ ...list, etag: etagOf(resources), defaultReminders: [], nextPageToken, items: resources })
    })
    .post(EVENTS, (req, res) => {
      res.json(toEventResource(bookOf(res).insert(req.body), personOf(res), base))
    })
    .get(EVENT, (req, res) => {
      const resource = locate(req, res).resource()
      if (req.get('if-none-match') === resource.etag) res.status(304).end()
      else res.json(resource)
    })
    .patch(EVENT, (req, res) => {
      const { event, resource } = locate(req, res)
      requireMatch(req, resource())
      bookOf(res).patch(event, req.body)
      res.json(resource())
    })
    .put(EVENT, (req, res) => {
      const { event, resource } = locate(req, res)
      requireMatch(req, resource())
      bookOf(res).replace(event, req.body)
      res.json(resource())
    })
    .delete(EVENT, (req, res) => {
      const { event, resource } = locate(req, res)
      requireMatch(req, resource())
      bookOf(res).cancel(event)
      res.status(204).end()
    })
}

function listCalendars(_req: Request, res: Response): void {
  const items = [toCalendarListEntry(personOf(res))]
  res.json({ kind: 'calendar#calendarList', etag: etagOf(items), items })
}

const requirePrimary: RequestHandler<{ calendar: string }> = (req, res, next) => {
  const { calendar } = req.params
  if (calendar !== 'primary' && calendar !== personOf(res).email)
    throw new GoogleApiError('notFound', 'Not Found')
  next()
}

function selectEvents(events: readonly CalendarEvent[], query: Request['query']): CalendarEvent[] {
  const { timeMin, timeMax, q, orderBy } = query
  if (orderBy === 'startTime' && query.singleEvents !== 'true') {
    throw new GoogleApiError(
      'badRequest',
      'The requested ordering is not available for the particular query.',
    )
  }
  const selected = events.filter(
    (event) =>
      (event.status !== 'cancelled' || query.showDeleted === 'true') &&
      (timeMin === undefined || instantOf(event.end) > Date.parse(String(timeMin))) &&
      (timeMax === undefined || instantOf(event.start) < Date.parse(String(timeMax))) &&
      mentions(event, q),
  )
  return orderBy === 'startTime'
    ? selected.sort((one, other) => instantOf(one.start) - instantOf(other.start))
    : selected
}

function mentions({ summary, description, location }: CalendarEvent, words: unknown): boolean {
  if (words === undefined) return true
  const text = [summary, description, location].join(' ').toLowerCase()
  return text.includes(String(words).toLowerCase())
}
