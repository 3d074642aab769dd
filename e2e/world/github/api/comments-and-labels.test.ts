import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type GithubFixture, startGithubFixture } from '../testing/github-fixture.ts'

const REPOSITORY = '/repos/ada/analytical-engine'
const ISSUE = `${REPOSITORY}/issues/16`
const FOREIGN = '/repos/edsger/shortest-path'

let fixture: GithubFixture
let token: string
beforeAll(async () => {
  fixture = await startGithubFixture()
})
beforeEach(async () => {
  fixture.github.reset()
  token = await fixture.signIn('ada')
})
afterAll(() => fixture.github.close())

function send(method: string, path: string, body?: unknown, as = token) {
  return fixture.api(path, { token: as, method, body })
}

async function labelNames(response: Response): Promise<string[]> {
  const labels: { name: string }[] = await response.json()
  return labels.map((label) => label.name)
}

describe('comments', () => {
  it('are listed oldest first and can be added, changed and removed', async () => {
    const created = await send('POST', `${ISSUE}/comments`, { body: 'First' })
    const { id } = await created.json()
    const changed = await send('PATCH', `${REPOSITORY}/issues/comments/${id}`, { body: 'Second' })
    const listed = await (await send('GET', `${ISSUE}/comments`)).json()
    const removed = await send('DELETE', `${REPOSITORY}/issues/comments/${id}`)

    expect(created.status).toBe(201)
    expect(await changed.json()).toMatchObject({ id, body: 'Second', user: { login: 'ada' } })
    expect(listed.at(-1)).toMatchObject({ id, body: 'Second' })
    expect(removed.status).toBe(204)
    expect((await send('GET', `${REPOSITORY}/issues/comments/${id}`)).status).toBe(404)
  })

  it('are counted on the issue and date it', async () => {
    const before = await (await send('GET', ISSUE)).json()
    fixture.clock.advance({ hours: 1 })
    await send('POST', `${ISSUE}/comments`, { body: 'One more' })

    const after = await (await send('GET', ISSUE)).json()

    expect(after.comments).toBe(before.comments + 1)
    expect(Date.parse(after.updated_at)).toBeGreaterThan(Date.parse(before.updated_at))
  })

  it('refuse an empty text', async () => {
    expect((await send('POST', `${ISSUE}/comments`, { body: ' ' })).status).toBe(422)
    expect((await send('POST', `${ISSUE}/comments`, {})).status).toBe(422)
  })

  it('can be added by readers, but changed only by their author and collaborators', async () => {
    const { id } = await (await send('POST', `${FOREIGN}/issues/1/comments`, { body: 'Mine' })).json()
    const grace = await fixture.signIn('grace')
    const path = `${FOREIGN}/issues/comments/${id}`

    expect((await send('PATCH', path, { body: 'Hers' }, grace)).status).toBe(403)
    expect((await send('DELETE', path, undefined, grace)).status).toBe(403)
    expect((await send('PATCH', path, { body: 'Still mine' })).status).toBe(200)
  })
})

describe('labels', () => {
  it('of a repository are listed, and can be created once', async () => {
    const created = await send('POST', `${REPOSITORY}/labels`, { name: 'urgent', color: 'FF0000' })
    const again = await send('POST', `${REPOSITORY}/labels`, { name: 'Urgent', color: 'ff0000' })
    const listed = await labelNames(await send('GET', `${REPOSITORY}/labels`))

    expect(created.status).toBe(201)
    expect(await created.json()).toMatchObject({ name: 'urgent', color: 'ff0000' })
    expect(await again.json()).toMatchObject({ errors: [{ field: 'name', code: 'already_exists' }] })
    expect(listed).toEqual(expect.arrayContaining(['in progress', 'bug', 'urgent']))
  })

  it.each([
    ['no name', { color: 'ff0000' }, 'name'],
    ['a colour with #', { name: 'x', color: '#ff0000' }, 'color'],
  ])('with %s are refused', async (_what, body, field) => {
    const response = await send('POST', `${REPOSITORY}/labels`, body)

    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({ errors: [{ resource: 'Label', field }] })
  })

  it('of an issue can be added, set and removed', async () => {
    const added = await send('POST', `${ISSUE}/labels`, { labels: ['docs'] })
    const set = await send('PUT', `${ISSUE}/labels`, { labels: ['bug', 'in progress'] })
    const removed = await send('DELETE', `${ISSUE}/labels/in%20progress`)

    expect(await labelNames(added)).toEqual(['in progress', 'enhancement', 'docs'])
    expect(await labelNames(set)).toEqual(['bug', 'in progress'])
    expect(await labelNames(removed)).toEqual(['bug'])
    expect((await send('DELETE', `${ISSUE}/labels/in%20progress`)).status).toBe(404)
  })

  it('are forbidden to those who cannot push', async () => {
    expect((await send('POST', `${FOREIGN}/labels`, { name: 'x' })).status).toBe(403)
    expect((await send('POST', `${FOREIGN}/issues/1/labels`, { labels: ['bug'] })).status).toBe(403)
  })
})
