import { describe, expect, it } from 'vitest'
import type { ConfigInput } from '../../src/config/schema.ts'
import type { UpstreamInput } from '../../src/config/upstream-input.ts'
import { githubApi, googleApi } from '../../src/config/upstream-presets.ts'
import { login } from '../support/journey.ts'
import { startBff } from '../support/start-bff.ts'

/** What the resource server believes the time to be; the limits of an API go by its own clock. */
const DATE = 'Tue, 01 Jan 2030 00:00:00 GMT'
const DATE_SECONDS = Date.UTC(2030, 0, 1) / 1000

const EVERYTHING: UpstreamInput['allow'] = [{ methods: ['GET', 'POST'], path: '/**' }]

describe('githubApi', () => {
  it('names the app, the media type and the API version', async () => {
    const { browser, api } = await signedIn((target) => ({ github: githubApi({ target }) }))

    await browser.fetch('/api/github/user')

    expect(api.requests[0]?.headers).toMatchObject({
      'user-agent': ['coatcheck'],
      accept: ['application/vnd.github+json'],
      'x-github-api-version': ['2022-11-28'],
    })
  })

  it('lets a client ask for another media type and version', async () => {
    const { browser, api } = await signedIn((target) => ({ github: githubApi({ target }) }))
    const headers = { accept: 'application/vnd.github.raw+json', 'x-github-api-version': '2026-03-10' }

    await browser.fetch('/api/github/user', { headers })

    expect(api.requests[0]?.headers).toMatchObject({
      accept: ['application/vnd.github.raw+json'],
      'x-github-api-version': ['2026-03-10'],
    })
  })

  it.each([
    ['a secondary limit', 403, { 'retry-after': '60' }, '60'],
    ['a secondary limit said as 429', 429, { 'retry-after': '7' }, '7'],
    [
      'a spent hour',
      403,
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': `${DATE_SECONDS + 90}` },
      '90',
    ],
    ['a spent hour said as 429', 429, { 'x-ratelimit-reset': `${DATE_SECONDS + 90}` }, '90'],
    ['a limit that has just ended', 403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' }, '1'],
    ['a limit without an end', 403, { 'x-ratelimit-remaining': '0' }, '60'],
    ['a limit whose end is nonsense', 429, { 'x-ratelimit-reset': 'soon' }, '60'],
  ])('passes %s on as 429 with the wait, body untouched', async (_which, status, headers, retryAfter) => {
    const { browser, api } = await signedIn((target) => ({ github: githubApi({ target }) }))
    api.answerWith(status, { date: DATE, ...headers } as Record<string, string>)

    const answer = await browser.fetch('/api/github/user')

    expect([answer.status, answer.headers['retry-after']]).toEqual([429, retryAfter])
    expect(answer.text).toBe('{"made":"up"}')
  })

  it.each([
    ['a permission that is not there', { 'x-ratelimit-remaining': '4999' }],
    ['an organization that wants single sign-on', { 'x-github-sso': 'required; url=https://sso.example' }],
  ])('passes a 403 for %s on as it is', async (_which, headers) => {
    const { browser, api } = await signedIn((target) => ({ github: githubApi({ target }) }))
    api.answerWith(403, headers as Record<string, string>)

    const answer = await browser.fetch('/api/github/user')

    expect([answer.status, answer.headers['retry-after']]).toEqual([403, undefined])
  })

  it.each(['/graphql', '/graphql/', '/GraphQL', '/graphql;v=4', '/%67raphql', '/api/graphql'])(
    'PROXY-01 keeps GraphQL shut, whatever is allowed: %s',
    async (path) => {
      const { browser, api } = await signedIn((target) => ({
        github: githubApi({ target, allow: EVERYTHING }),
      }))

      const answer = await browser.fetch(`/api/github${path}`, {
        method: 'POST',
        body: { query: '{viewer}' },
      })

      expect(answer.json()).toMatchObject({ status: 404, code: 'route_not_found' })
      expect(api.requests).toHaveLength(0)
    },
  )

  it('lets a repository be called graphql', async () => {
    const { browser } = await signedIn((target) => ({ github: githubApi({ target, allow: EVERYTHING }) }))

    const answer = await browser.fetch('/api/github/repos/graphql/graphql')

    expect(answer.status).toBe(200)
  })

  it('opens GraphQL when asked to', async () => {
    const { browser } = await signedIn((target) => ({ github: githubApi({ target, graphql: true }) }))

    const answer = await browser.fetch('/api/github/graphql', { method: 'POST', body: { query: '{viewer}' } })

    expect(answer.status).toBe(200)
  })

  it('PROXY-20 needs the scopes it is given', async () => {
    const { browser, api } = await signedIn(
      (target) => ({ github: githubApi({ target, scopes: ['repo'] }) }),
      { github: { optionalScopes: ['repo'] } },
    )

    const answer = await browser.fetch('/api/github/user')

    expect(answer.json()).toMatchObject({ code: 'insufficient_scope', missingScopes: ['repo'] })
    expect(api.requests).toHaveLength(0)
  })
})

describe('an upstream without a preset', () => {
  it('passes a 403 on as it is, and the Accept of a browser', async () => {
    const { browser, api } = await signedIn((target) => ({
      github: { target, credential: { type: 'userToken', provider: 'github' } },
    }))
    api.answerWith(403, { 'retry-after': '60', 'x-ratelimit-remaining': '0' })

    const answer = await browser.fetch('/api/github/graphql', { method: 'POST', body: {} })

    expect([answer.status, answer.headers['retry-after']]).toEqual([403, '60'])
    expect(api.requests[0]?.headers.accept).toEqual(['*/*'])
  })
})

describe('googleApi', () => {
  it('asks for compressed answers in the two headers that Google wants it in', async () => {
    const { browser, api } = await signedIn((target) => ({
      tasks: googleApi({ target, provider: 'github' }),
    }))

    await browser.fetch('/api/tasks/lists', { headers: { 'accept-encoding': 'gzip' } })

    expect(api.requests[0]?.headers).toMatchObject({
      'user-agent': [expect.stringContaining('gzip')],
      'accept-encoding': ['gzip'],
    })
  })

  it.each(['/batch', '/batch/tasks/v1', '/Batch/tasks/v1'])(
    'PROXY-01 keeps batches shut, whose calls no allow-list sees: %s',
    async (path) => {
      const { browser, api } = await signedIn((target) => ({
        tasks: googleApi({ target, provider: 'github', allow: EVERYTHING }),
      }))

      const answer = await browser.fetch(`/api/tasks${path}`, { method: 'POST', body: 'a batch' })

      expect(answer.status).toBe(404)
      expect(api.requests).toHaveLength(0)
    },
  )
})

async function signedIn(
  upstreams: (target: string) => ConfigInput['upstreams'],
  options: Parameters<typeof startBff>[0] = {},
) {
  const bff = await startBff({ ...options, upstreams })
  const browser = bff.browser()
  await login(browser, 'github')
  return { browser, api: bff.api }
}
