import { beforeEach, describe, expect, it } from 'vitest'
import { type ApiCaller, createApiCaller } from '../testing/api-caller.ts'
import { ADA, openGoogleSession, SCOPE } from '../testing/google-session.ts'

const { google, tokens } = await openGoogleSession()
const EVENTS = '/calendars/primary/events'
const meeting = {
  summary: 'Planning',
  start: { dateTime: '2030-05-17T09:00:00Z' },
  end: { dateTime: '2030-05-17T10:00:00Z' },
}
let api: ApiCaller

beforeEach(async () => {
  const { access_token: accessToken } = await tokens({ scope: `openid ${SCOPE.calendar}` })
  api = createApiCaller(google.calendarUrl, accessToken)
})

describe('the calendar list', () => {
  it('holds the person’s primary calendar', async () => {
    const { body } = await api.get('/users/me/calendarList')

    expect(body).toMatchObject({ kind: 'calendar#calendarList', items: [{ id: ADA.email, primary: true }] })
  })
})

describe('events', () => {
  it('begin with the seeded ones, in pages', async () => {
    const { body: first } = await api.get(`${EVENTS}?maxResults=4`)
    const { body: rest } = await api.get(`${EVENTS}?maxResults=4&pageToken=${first.nextPageToken}`)

    expect(first.items?.[0]?.summary).toBe('Stand-up')
    expect(rest.items?.length).toBe(2)
    expect(rest).not.toHaveProperty('nextPageToken')
  })

  it('are inserted, patched and deleted', async () => {
    const { body: event } = await api.send('POST', EVENTS, meeting)
    const { body: patched } = await api.send('PATCH', `${EVENTS}/${event.id}`, {
      summary: 'Planning, part two',
    })
    const gone = await api.send('DELETE', `${EVENTS}/${event.id}`)
    const goneAgain = await api.send('DELETE', `${EVENTS}/${event.id}`)

    expect(event).toMatchObject({ kind: 'calendar#event', status: 'confirmed', summary: 'Planning' })
    expect(patched).toMatchObject({ id: event.id, summary: 'Planning, part two', start: meeting.start })
    expect([gone.status, goneAgain.status]).toEqual([204, 410])
  })

  it('are found under the e-mail address too, and under no other calendar', async () => {
    expect((await api.get(`/calendars/${ADA.email}/events`)).status).toBe(200)
    expect((await api.get('/calendars/somebody-else/events')).status).toBe(404)
  })

  it('are selected by time and sorted by their start', async () => {
    await api.send('POST', EVENTS, {
      ...meeting,
      summary: 'Second',
      start: { dateTime: '2030-05-17T09:30:00Z' },
    })
    await api.send('POST', EVENTS, { ...meeting, summary: 'First' })

    const window = 'timeMin=2030-05-17T00:00:00Z&timeMax=2030-05-18T00:00:00Z'
    const { body } = await api.get(`${EVENTS}?${window}&singleEvents=true&orderBy=startTime`)

    expect(body.items?.map(({ summary }) => summary)).toEqual(['First', 'Second'])
    expect((await api.get(`${EVENTS}?orderBy=startTime`)).status).toBe(400)
  })

  it('refuse a change to another version with 412', async () => {
    const { body: event } = await api.send('POST', EVENTS, meeting)
    const ifMatch = { 'if-match': event.etag ?? '' }

    const first = await api.send('PATCH', `${EVENTS}/${event.id}`, { summary: 'One' }, ifMatch)
    const second = await api.send('PATCH', `${EVENTS}/${event.id}`, { summary: 'Two' }, ifMatch)

    expect(first.status).toBe(200)
    expect(second.status).toBe(412)
    expect(second.body.error?.errors[0]?.reason).toBe('conditionNotMet')
  })

  it('answer 304 to the entity tag they have', async () => {
    const { body: event } = await api.send('POST', EVENTS, meeting)

    const { status } = await api.get(`${EVENTS}/${event.id}`, { 'if-none-match': event.etag ?? '' })

    expect(status).toBe(304)
  })

  it.each([
    ['no end', { start: meeting.start }],
    ['an end before the start', { start: meeting.end, end: meeting.start }],
    ['a start that is no time', { ...meeting, start: { dateTime: 'soon' } }],
  ])('refuse %s', async (_what, event) => {
    expect((await api.send('POST', EVENTS, event)).status).toBe(400)
  })
})
