import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type GithubFixture, startGithubFixture } from '../testing/github-fixture.ts'

const ISSUES = '/repos/ada/analytical-engine/issues'

interface IssueJson {
  number: number
  title: string
  state: string
  labels: { name: string }[]
}

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

async function list(query: string): Promise<IssueJson[]> {
  return (await fixture.api(`${ISSUES}?per_page=100&${query}`, { token })).json()
}

function send(method: string, path: string, body: unknown, as = token) {
  return fixture.api(path, { token: as, method, body })
}

describe('listing issues', () => {
  it('shows the open ones, newest first, unless told otherwise', async () => {
    const open = await list('')

    expect(open.every((issue) => issue.state === 'open')).toBe(true)
    expect(open[0]?.number).toBe(53)
    expect((await list('state=all&direction=asc'))[0]?.number).toBe(1)
  })

  it.each([
    ['labels', 'labels=in%20progress,bug', (issue: IssueJson) => issue.labels.length >= 2],
    ['milestone', 'milestone=2', (issue: IssueJson) => issue.state === 'open'],
    ['assignee', 'assignee=ada', (issue: IssueJson) => issue.state === 'open'],
    ['state', 'state=closed', (issue: IssueJson) => issue.state === 'closed'],
  ])('filters by %s', async (_field, query, isExpected) => {
    const [found, all] = [await list(query), await list('state=all')]

    expect(found.length).toBeGreaterThan(0)
    expect(found.length).toBeLessThan(all.length)
    expect(found.every(isExpected)).toBe(true)
  })

  it('gives only what has changed since a time', async () => {
    fixture.clock.advance({ hours: 1 })
    const since = new Date(fixture.clock.now() - 1000).toISOString()
    await send('PATCH', `${ISSUES}/20`, { title: 'Touched' })

    expect((await list(`state=all&since=${since}`)).map((issue) => issue.number)).toEqual([20])
  })

  it('refuses an unknown state', async () => {
    expect((await fixture.api(`${ISSUES}?state=ajar`, { token })).status).toBe(422)
  })
})

describe('creating an issue', () => {
  it('numbers it on and answers where it is', async () => {
    const response = await send('POST', ISSUES, {
      title: 'A new one',
      body: 'With *text*',
      labels: ['bug', 'brand new'],
      assignees: ['grace'],
      milestone: 2,
    })

    expect(response.status).toBe(201)
    expect(response.headers.get('location')).toBe(`${fixture.github.apiUrl}${ISSUES}/54`)
    expect(await response.json()).toMatchObject({
      number: 54,
      state: 'open',
      user: { login: 'ada' },
      labels: [{ name: 'bug' }, { name: 'brand new', color: 'ededed' }],
      assignees: [{ login: 'grace' }],
      milestone: { title: '1.1' },
    })
    expect(fixture.github.repository('ada', 'analytical-engine')?.issues).toHaveLength(54)
  })

  it.each([
    ['no title', {}, [{ resource: 'Issue', field: 'title', code: 'missing_field' }]],
    ['a blank title', { title: ' ' }, [{ resource: 'Issue', field: 'title', code: 'invalid', value: ' ' }]],
    [
      'a milestone and an assignee that do not exist',
      { title: 't', milestone: 99, assignees: ['mallory'] },
      [
        { resource: 'Issue', field: 'assignees', code: 'invalid', value: ['mallory'] },
        { resource: 'Issue', field: 'milestone', code: 'invalid', value: 99 },
      ],
    ],
  ])('refuses %s and says so', async (_what, body, errors) => {
    const response = await send('POST', ISSUES, body)

    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({ message: 'Validation Failed', errors })
  })

  it('is open to everybody who can read, but drops labels of those who cannot push', async () => {
    const response = await send('POST', '/repos/edsger/shortest-path/issues', {
      title: 'Hello',
      labels: ['bug'],
    })

    expect(response.status).toBe(201)
    expect(await response.json()).toMatchObject({ user: { login: 'ada' }, labels: [] })
  })

  it.each([
    ['a token without any repository scope', 'read:user', '/repos/ada/analytical-engine/issues'],
    ['a public_repo token in a private repository', 'public_repo', '/repos/ada/notes/issues'],
  ])('is hidden from %s', async (_what, scope, path) => {
    const narrow = await fixture.signIn('ada', scope)

    expect((await send('POST', path, { title: 'No' }, narrow)).status).toBe(404)
  })
})

describe('changing an issue', () => {
  it('closes and reopens it, with reason, time and person', async () => {
    const closed = await send('PATCH', `${ISSUES}/53`, { state: 'closed', state_reason: 'not_planned' })
    expect(await closed.json()).toMatchObject({
      state: 'closed',
      state_reason: 'not_planned',
      closed_at: expect.stringMatching(/Z$/),
      closed_by: { login: 'ada' },
    })

    const reopened = await send('PATCH', `${ISSUES}/53`, { state: 'open' })
    expect(await reopened.json()).toMatchObject({ state: 'open', state_reason: 'reopened', closed_at: null })
  })

  it('takes no reason for completed, and refuses one it does not know', async () => {
    const closed = await send('PATCH', `${ISSUES}/53`, { state: 'closed', state_reason: null })
    const refused = await send('PATCH', `${ISSUES}/52`, { state: 'closed', state_reason: 'bored' })

    expect(await closed.json()).toMatchObject({ state: 'closed', state_reason: 'completed' })
    expect(refused.status).toBe(422)
  })

  it('replaces labels and people, and clears body and milestone with null', async () => {
    const response = await send('PATCH', `${ISSUES}/16`, {
      labels: [{ name: 'docs' }],
      assignees: [],
      milestone: null,
      body: null,
    })

    expect(await response.json()).toMatchObject({
      title: 'Export results as CSV',
      labels: [{ name: 'docs' }],
      assignees: [],
      milestone: null,
      body: null,
    })
  })

  it('is forbidden to those who neither wrote it nor can push', async () => {
    const response = await send('PATCH', '/repos/edsger/shortest-path/issues/1', { state: 'closed' })

    expect(response.status).toBe(403)
    expect(fixture.github.repository('edsger', 'shortest-path')?.issues[0]?.state).toBe('open')
  })

  it('is allowed to its author', async () => {
    const response = await send('PATCH', '/repos/grace/plain-compiler/issues/1', { title: 'Mine' })

    expect(await response.json()).toMatchObject({ title: 'Mine' })
  })
})

describe('searching issues', () => {
  async function search(q: string) {
    return (await fixture.api(`/search/issues?q=${encodeURIComponent(q)}`, { token })).json()
  }

  it('combines words with qualifiers', async () => {
    const found = await search('repo:ada/analytical-engine is:issue is:open label:"in progress" csv')

    expect(found).toMatchObject({ total_count: 1, items: [{ title: 'Export results as CSV' }] })
  })

  it('finds nothing in repositories the caller cannot see', async () => {
    expect(await search('repo:linus/secret-plans is:issue')).toMatchObject({ total_count: 0, items: [] })
  })

  it('refuses an empty query', async () => {
    expect((await fixture.api('/search/issues?q=', { token })).status).toBe(422)
  })
})
