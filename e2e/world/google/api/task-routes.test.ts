import { beforeEach, describe, expect, it } from 'vitest'
import { type ApiCaller, createApiCaller } from '../testing/api-caller.ts'
import { openGoogleSession, SCOPE } from '../testing/google-session.ts'

const { google, tokens } = await openGoogleSession()
const TASKS = '/lists/@default/tasks'
let api: ApiCaller

beforeEach(async () => {
  const { access_token: accessToken } = await tokens({ scope: `openid ${SCOPE.tasks}` })
  api = createApiCaller(google.tasksUrl, accessToken)
})

describe('task lists', () => {
  it('begin with the seeded ones', async () => {
    const { body } = await api.get('/users/@me/lists')

    expect(body.kind).toBe('tasks#taskLists')
    expect(body.items?.map(({ title }) => title)).toEqual(['My Tasks', 'Reading'])
  })

  it('are made, renamed and deleted', async () => {
    const { body: made } = await api.send('POST', '/users/@me/lists', { title: 'Release' })
    const { body: renamed } = await api.send('PATCH', `/users/@me/lists/${made.id}`, { title: 'Release 1.2' })
    const { status } = await api.send('DELETE', `/users/@me/lists/${made.id}`)

    expect(renamed).toMatchObject({ kind: 'tasks#taskList', id: made.id, title: 'Release 1.2' })
    expect(renamed.selfLink).toBe(`${google.tasksUrl}/users/@me/lists/${made.id}`)
    expect(status).toBe(204)
    expect((await api.get(`/users/@me/lists/${made.id}`)).status).toBe(404)
  })

  it('keep the default one', async () => {
    expect((await api.send('DELETE', '/users/@me/lists/@default')).status).toBe(400)
  })
})

describe('tasks', () => {
  it('are inserted on top with the time of day dropped from their due date', async () => {
    const { body } = await api.send('POST', TASKS, {
      title: 'Ship it',
      notes: 'now',
      due: '2030-05-17T15:45:00Z',
    })
    const { body: list } = await api.get(TASKS)

    expect(body).toMatchObject({ kind: 'tasks#task', title: 'Ship it', notes: 'now', status: 'needsAction' })
    expect(body.due).toBe('2030-05-17T00:00:00.000Z')
    expect(list.items?.[0]?.id).toBe(body.id)
  })

  it('get and lose their completion time with their status', async () => {
    const { body: task } = await api.send('POST', TASKS, { title: 'Ship it' })

    const { body: done } = await api.send('PATCH', `${TASKS}/${task.id}`, { status: 'completed' })
    const { body: reopened } = await api.send('PATCH', `${TASKS}/${task.id}`, { status: 'needsAction' })

    expect(done.completed).toBeTypeOf('string')
    expect(reopened).not.toHaveProperty('completed')
    expect(reopened.title).toBe('Ship it')
  })

  it('lose what a full update leaves out', async () => {
    const { body: task } = await api.send('POST', TASKS, { title: 'Ship it', notes: 'now' })

    const { body } = await api.send('PUT', `${TASKS}/${task.id}`, { id: task.id, title: 'Shipped' })

    expect(body.title).toBe('Shipped')
    expect(body).not.toHaveProperty('notes')
  })

  it('come in pages', async () => {
    const { body: first } = await api.get(`${TASKS}?maxResults=2`)
    const { body: second } = await api.get(`${TASKS}?maxResults=2&pageToken=${first.nextPageToken}`)
    const { body: third } = await api.get(`${TASKS}?maxResults=2&pageToken=${second.nextPageToken}`)

    expect([first, second, third].map(({ items }) => items?.length)).toEqual([2, 2, 1])
    expect(third).not.toHaveProperty('nextPageToken')
    expect((await api.get(`${TASKS}?pageToken=invented`)).status).toBe(400)
  })

  it('leave out completed ones on showCompleted=false, and cleared ones always', async () => {
    const titles = async (query: string) =>
      (await api.get(TASKS + query)).body.items?.map(({ title }) => title)
    const done = 'Read the release notes draft'

    expect(await titles('')).toContain(done)
    expect(await titles('?showCompleted=false')).not.toContain(done)
    expect((await api.send('POST', '/lists/@default/clear')).status).toBe(204)
    expect(await titles('')).not.toContain(done)
    expect(await titles('?showHidden=true')).toContain(done)
  })

  it('are gone from the list after delete', async () => {
    const { body: task } = await api.send('POST', TASKS, { title: 'Ship it' })

    const { status } = await api.send('DELETE', `${TASKS}/${task.id}`)

    expect(status).toBe(204)
    expect((await api.get(TASKS)).body.items?.map(({ id }) => id)).not.toContain(task.id)
    expect((await api.get(`${TASKS}/${task.id}`)).body.deleted).toBe(true)
  })

  it('move below a parent, and after a sibling', async () => {
    const { body: parent } = await api.send('POST', TASKS, { title: 'Release' })
    const { body: first } = await api.send('POST', `${TASKS}?parent=${parent.id}`, { title: 'Tag' })
    const { body: second } = await api.send('POST', TASKS, { title: 'Publish' })

    const { body: moved } = await api.send(
      'POST',
      `${TASKS}/${second.id}/move?parent=${parent.id}&previous=${first.id}`,
    )

    expect(moved).toMatchObject({ parent: parent.id, position: '00000000000000000001' })
  })

  it.each([
    ['a due date that is none', { due: 'tomorrow' }],
    ['an unknown status', { status: 'done' }],
    ['an endless title', { title: 'x'.repeat(1025) }],
  ])('refuse %s', async (_what, fields) => {
    expect((await api.send('POST', TASKS, fields)).status).toBe(400)
  })

  it('refuse a change to another version', async () => {
    const { body: task } = await api.send('POST', TASKS, { title: 'Ship it' })
    const ifMatch = { 'if-match': task.etag ?? '' }

    const first = await api.send('PATCH', `${TASKS}/${task.id}`, { title: 'Ship it today' }, ifMatch)
    const second = await api.send('PATCH', `${TASKS}/${task.id}`, { title: 'Ship it later' }, ifMatch)

    expect([first.status, second.status]).toEqual([200, 412])
  })
})
