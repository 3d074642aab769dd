import { request } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { CLIENT, type GithubFixture, startGithubFixture } from '../testing/github-fixture.ts'

const ISSUES = '/repos/ada/analytical-engine/issues'

let fixture: GithubFixture
beforeAll(async () => {
  fixture = await startGithubFixture()
})
beforeEach(() => fixture.github.reset())
afterAll(() => fixture.github.close())

describe('authentication', () => {
  it.each([
    ['a made-up token', 'Bearer gho_madeup'],
    ['an empty token', 'Bearer '],
    ['another scheme', 'Basic YWRhOmFkYQ=='],
  ])('refuses %s, on public repositories too', async (_what, authorization) => {
    const answers = [
      await fixture.api('/user', { headers: { authorization } }),
      await fixture.api(ISSUES, { headers: { authorization } }),
    ]

    expect(answers.map((answer) => answer.status)).toEqual([401, 401])
    expect(await answers[0]?.json()).toMatchObject({ message: 'Bad credentials', status: '401' })
  })

  it('refuses a token that a test has expired or revoked', async () => {
    const expired = await fixture.signIn('ada')
    fixture.github.expireAccessTokens()
    const revoked = await fixture.signIn('ada')
    fixture.github.revokeAllTokens()

    expect((await fixture.api('/user', { token: expired })).status).toBe(401)
    expect((await fixture.api('/user', { token: revoked })).status).toBe(401)
  })

  it('lets anonymous callers read what is public, and nothing else', async () => {
    const statuses = await Promise.all(
      [ISSUES, '/user', '/repos/ada/notes'].map(async (path) => (await fixture.api(path)).status),
    )

    expect(statuses).toEqual([200, 401, 404])
  })

  it('says whose app and which scopes a token has', async () => {
    const token = await fixture.signIn('ada', 'repo user:email')

    const { headers } = await fixture.api('/user/emails', { token })

    expect(headers.get('x-oauth-scopes')).toBe('repo, user:email')
    expect(headers.get('x-accepted-oauth-scopes')).toBe('user, user:email')
    expect(headers.get('x-oauth-client-id')).toBe(CLIENT.clientId)
  })

  it('refuses a request without User-Agent, as text', async () => {
    const { hostname, port } = new URL(fixture.github.apiUrl)
    const answer = await new Promise<{ status: number | undefined; type: string | undefined }>((resolve) => {
      request({ hostname, port, path: '/user' }, (response) => {
        response.resume()
        resolve({ status: response.statusCode, type: response.headers['content-type'] })
      }).end()
    })

    expect(answer).toEqual({ status: 403, type: expect.stringContaining('text/plain') })
  })

  it('answers the API version asked for and refuses one that does not exist', async () => {
    const token = await fixture.signIn('ada')
    const ask = (version: string) =>
      fixture.api('/user', { token, headers: { 'x-github-api-version': version } })

    expect((await ask('2026-03-10')).headers.get('x-github-api-version-selected')).toBe('2026-03-10')
    expect((await ask('1999-01-01')).status).toBe(400)
    expect((await fixture.api('/user', { token })).headers.get('x-github-api-version-selected')).toBe(
      '2022-11-28',
    )
  })
})

describe('conditional requests', () => {
  it('answers 304 to a known ETag, which costs nothing', async () => {
    const token = await fixture.signIn('ada')
    const first = await fixture.api('/user', { token })
    const etag = first.headers.get('etag') ?? ''

    const second = await fixture.api('/user', { token, headers: { 'if-none-match': etag } })

    expect(second.status).toBe(304)
    expect(await second.text()).toBe('')
    expect(second.headers.get('x-ratelimit-used')).toBe(first.headers.get('x-ratelimit-used'))
  })

  it('gives every token an ETag of its own', async () => {
    const [one, other] = [await fixture.signIn('ada'), await fixture.signIn('ada')]

    const tags = await Promise.all(
      [one, other].map(async (token) => (await fixture.api(ISSUES, { token })).headers.get('etag')),
    )

    expect(tags[0]).not.toBe(tags[1])
  })

  it('changes the ETag and Last-Modified when the issue changes', async () => {
    const token = await fixture.signIn('ada')
    const before = await fixture.api(`${ISSUES}/16`, { token })
    fixture.clock.advance({ hours: 1 })
    await fixture.api(`${ISSUES}/16`, { token, method: 'PATCH', body: { title: 'Renamed' } })

    const headers = { 'if-none-match': before.headers.get('etag') ?? '' }
    const after = await fixture.api(`${ISSUES}/16`, { token, headers })

    expect(after.status).toBe(200)
    expect(after.headers.get('last-modified')).not.toBe(before.headers.get('last-modified'))
  })

  it('marks personal answers private and names what they vary on', async () => {
    const { headers } = await fixture.api(ISSUES, { token: await fixture.signIn('ada') })

    expect(headers.get('cache-control')).toBe('private, max-age=60, s-maxage=60')
    expect(headers.get('vary')).toMatch('Accept, Authorization, Cookie')
  })
})

describe('the rate limit', () => {
  it('counts per person, over all their tokens', async () => {
    const [one, other] = [await fixture.signIn('ada'), await fixture.signIn('ada', 'repo')]
    await fixture.api('/user', { token: one })

    const { headers } = await fixture.api('/user', { token: other })

    expect(Object.fromEntries([...headers].filter(([name]) => name.startsWith('x-ratelimit-')))).toEqual({
      'x-ratelimit-limit': '5000',
      'x-ratelimit-remaining': '4998',
      'x-ratelimit-used': '2',
      'x-ratelimit-reset': expect.stringMatching(/^\d{10}$/),
      'x-ratelimit-resource': 'core',
    })
  })

  it('refuses the sixty-first anonymous request of an hour, and forgets after it', async () => {
    for (let spent = 0; spent < 60; spent += 1) await fixture.api(ISSUES)

    const refused = await fixture.api(ISSUES)
    fixture.clock.advance({ hours: 1 })

    expect(refused.status).toBe(403)
    expect(refused.headers.get('x-ratelimit-remaining')).toBe('0')
    expect((await fixture.api(ISSUES)).status).toBe(200)
  })
})

describe('what a proxy has to deal with', () => {
  it('allows every origin, without credentials', async () => {
    const preflight = await fixture.api('/user', { method: 'OPTIONS' })

    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*')
    expect(preflight.headers.has('access-control-allow-credentials')).toBe(false)
  })

  it('answers an unknown path and broken JSON in the shape of GitHub', async () => {
    const token = await fixture.signIn('ada')

    const unknown = await fixture.api('/nothing/here', { token })
    const broken = await fixture.api(ISSUES, { token, method: 'POST', body: '{"title":' })

    expect(await unknown.json()).toMatchObject({ message: 'Not Found', status: '404' })
    expect(await broken.json()).toMatchObject({ message: 'Problems parsing JSON', status: '400' })
  })
})
