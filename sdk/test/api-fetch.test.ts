import { describe, expect, it, vi } from 'vitest'
import { isAuthError } from '../src/index.ts'
import { aConnection, aSession, NOON } from './support/a-session.ts'
import { aTab, type Tab, type TabOptions } from './support/a-tab.ts'
import { hangUp, json, problem, startBffServer } from './support/bff-server.ts'
import { until } from './support/until.ts'
import { withBff } from './support/with-bff.ts'

const server = withBff()

async function aSignedInTab(options: TabOptions = {}): Promise<Tab> {
  server.bff.session ??= aSession()
  const tab = aTab(server.bff, options)
  await tab.auth.ensureSession()
  tab.sent.length = 0
  return tab
}

describe('fetch', () => {
  it('SDK-02 proves that the call comes from the app, whatever headers it brings', async () => {
    const tab = await aSignedInTab()
    const body = JSON.stringify({ title: 'Buy milk' })

    const response = await tab.auth.fetch('/api/tasks/lists', {
      method: 'POST',
      body,
      headers: { 'x-csrf': '0', 'if-match': '"1"' },
    })

    expect(await response.json()).toEqual({ url: '/api/tasks/lists' })
    expect(server.bff.headers).toMatchObject({ 'x-csrf': '1', 'if-match': '"1"' })
  })

  it('calls the address that Octokit means when its paging writes the base URL twice', async () => {
    const tab = await aSignedInTab()

    const response = await tab.auth.fetch('/api/github/api/github/repos/a/b/issues?page=2')

    expect(await response.json()).toEqual({ url: '/api/github/repos/a/b/issues?page=2' })
  })

  it.each([
    'https://evil.example/api',
    '//evil.example/api',
    'data:text/plain,hi',
    'blob:https://evil.example/1',
  ])('SDK-02 refuses %s before anything is sent', async (url) => {
    const tab = await aSignedInTab()

    await expect(tab.auth.fetch(url)).rejects.toThrow(TypeError)

    expect(tab.sent).toEqual([])
  })

  it('SDK-02 takes a redirect for an error', async () => {
    const tab = await aSignedInTab()
    server.bff.answers.set(
      '/api/github/old',
      (_req, res) => void res.writeHead(301, { location: '/api/github/new' }).end(),
    )

    await expect(tab.auth.fetch('/api/github/old')).rejects.toThrow(TypeError)

    expect(server.bff.arrived).not.toContain('GET /api/github/new')
  })

  it('SDK-02 follows a redirect when told to, but never to another origin', async () => {
    const elsewhere = await startBffServer()
    const tab = await aSignedInTab()
    const redirect = (location: string) =>
      server.bff.answers.set('/api/github/old', (_req, res) => void res.writeHead(301, { location }).end())

    redirect('/api/github/new')
    const here = await tab.auth.fetch('/api/github/old', { redirect: 'follow' })
    redirect(`${elsewhere.origin}/api/github/new`)
    const there = tab.auth.fetch('/api/github/old', { redirect: 'follow' })

    expect(await here.json()).toEqual({ url: '/api/github/new' })
    await expect(there).rejects.toThrow(TypeError)
    expect(elsewhere.arrived).toEqual([])
    await elsewhere.close()
  })
})

describe('api', () => {
  it('calls the upstream by its id, and reads its JSON', async () => {
    const tab = await aSignedInTab()

    expect(await tab.auth.api('github').json('/repos?page=2')).toEqual({ url: '/api/github/repos?page=2' })
    expect(await tab.auth.api('github').json('user')).toEqual({ url: '/api/github/user' })
  })

  it('reads no JSON where there is none', async () => {
    const tab = await aSignedInTab()
    server.bff.answers.set('/api/', (_req, res) => void res.writeHead(204).end())

    expect(await tab.auth.api('tasks').json('/lists/1', { method: 'DELETE' })).toBeUndefined()
  })

  it.each([
    '/../../bff/logout',
    '..%2f..'.replaceAll('%2f', '/'),
    '/%2e%2e/tasks/lists',
    '/repos/../../tasks',
  ])('refuses the path %s, which climbs out of the upstream', async (path) => {
    const tab = await aSignedInTab()

    await expect(tab.auth.api('github').fetch(path)).rejects.toThrow('Outside /api/github')

    expect(tab.sent).toEqual([])
  })

  it('acceptance 14: names the missing scopes, keeps the session and looks at it once', async () => {
    const tab = await aSignedInTab()
    const details = { provider: 'github', missingScopes: ['repo'] }
    server.bff.answers.set('/api/github', problem(403, 'insufficient_scope', details))
    server.bff.session = aSession({ connections: [aConnection({ scopes: [] })] })

    const calls = await Promise.allSettled(
      Array.from({ length: 20 }, () => tab.auth.api('github').json('/issues')),
    )
    await until(() => tab.auth.getState().session?.connections[0]?.scopes.length === 0)

    for (const call of calls) {
      const error: unknown = call.status === 'rejected' && call.reason
      expect(isAuthError(error, 'insufficient_scope') && error.missingScopes).toEqual(['repo'])
    }
    expect(tab.auth.getState().status).toBe('authenticated')
    expect(tab.sent.filter((call) => call === 'GET /bff/session')).toHaveLength(1)
  })

  it('does not double the requests of a view that polls without a connection', async () => {
    const tab = await aSignedInTab()
    server.bff.answers.set('/api/github', problem(401, 'reauth_required', { provider: 'github' }))

    // Each call moves the idle end, so that no two answers are alike.
    server.bff.session = aSession({ idleExpiresAt: NOON + 3_600_000 })
    await tab.auth.api('github').fetch('/issues')
    await until(() => tab.auth.getState().session?.idleExpiresAt === NOON + 3_600_000)
    for (let poll = 0; poll < 5; poll++) await tab.auth.api('github').fetch('/issues')

    expect(tab.auth.getState().status).toBe('authenticated')
    expect(tab.sent.filter((call) => call === 'GET /bff/session')).toHaveLength(1)
  })

  it('acceptance 15: 20 refused calls end the session once', async () => {
    const events: unknown[] = []
    const tab = await aSignedInTab({
      onUnauthenticated: (error, { login }) => {
        events.push(error.code)
        void login({ provider: 'github' })
      },
    })
    tab.auth.on('signedOut', (event) => events.push(event))
    tab.auth.subscribe(() => events.push(tab.auth.getState().status))
    server.bff.session = null
    server.bff.answers.set('/api/', problem(401, 'unauthenticated'))

    await Promise.all(Array.from({ length: 20 }, () => tab.auth.api('github').fetch('/issues')))

    expect(events).toEqual([{ reason: 'revoked' }, 'unauthenticated', 'unauthenticated'])
    expect(tab.left).toEqual([`/bff/login/github?returnTo=${encodeURIComponent('/board?view=mine#top')}`])
    expect(tab.sent.filter((call) => call.includes('session'))).toEqual([])
  })

  it('a refusal of an earlier session does not end the present one', async () => {
    const tab = await aSignedInTab()
    let answerLate = () => {}
    server.bff.answers.set('/api/', (req, res) => {
      answerLate = () => problem(401, 'unauthenticated')(req, res)
    })
    const late = tab.auth.fetch('/api/github/user')
    await until(() => server.bff.arrived.length === 2)
    server.bff.session = aSession({ authenticatedAt: NOON + 1 })
    await tab.auth.refresh()

    answerLate()

    expect((await late).status).toBe(401)
    expect(tab.auth.getState().status).toBe('authenticated')
  })

  it.each([
    [
      'the API itself refuses',
      json(401, { message: 'Bad credentials' }),
      { code: 'upstream_error', status: 401 },
    ],
    [
      'the API words its problem like ours',
      problem(401, 'unauthenticated', { type: 'about:blank' }),
      { code: 'upstream_error' },
    ],
    [
      'the store is away',
      problem(503, 'session_store_unavailable'),
      { code: 'session_store_unavailable', isTransient: true },
    ],
    [
      'there is no such route',
      problem(404, 'route_not_found'),
      { code: 'route_not_found', isTransient: false },
    ],
    ['too much was asked', problem(429, 'rate_limited'), { code: 'rate_limited', isTransient: true }],
    ['nobody answers', hangUp, { code: 'network', isTransient: true }],
  ])('does not sign out when %s', async (_when, answer, expected) => {
    const tab = await aSignedInTab()
    server.bff.answers.set('/api/', answer)

    await expect(tab.auth.api('github').json('/user')).rejects.toMatchObject(expected)

    expect(tab.auth.getState()).toMatchObject({ status: 'authenticated', error: null })
  })

  it.each([
    ['the store', problem(503, 'session_store_unavailable'), 'session_store_unavailable'],
    ['the server', hangUp, 'network'],
  ])('shows that %s is away as soon as a call finds out, and recovers', async (_what, answer, code) => {
    const tab = await aSignedInTab()
    tab.auth.subscribe(() => {})
    server.bff.answers.set('/', answer)

    await Promise.allSettled(Array.from({ length: 20 }, () => tab.auth.fetch('/api/github/user')))
    await until(() => tab.auth.getState().error !== null)
    expect(tab.auth.getState()).toMatchObject({ status: 'authenticated', error: { code, isTransient: true } })
    expect(tab.sent.filter((call) => call === 'GET /bff/session')).toHaveLength(1)

    server.bff.answers.clear()
    vi.advanceTimersByTime(1_000)
    await until(() => tab.auth.getState().error === null)
    expect(tab.auth.getState().status).toBe('authenticated')
  })

  it("hands over the API's own words about its refusal", async () => {
    const tab = await aSignedInTab()
    server.bff.answers.set('/api/', json(422, { message: 'title is missing' }))

    await expect(
      tab.auth.api('github').json('/issues', { method: 'POST', body: '{}' }),
    ).rejects.toMatchObject({
      status: 422,
      cause: { message: 'title is missing' },
    })
  })

  it('passes an abort on as an abort', async () => {
    const tab = await aSignedInTab()
    const signal = AbortSignal.abort()

    await expect(tab.auth.api('github').json('/user', { signal })).rejects.toMatchObject({
      name: 'AbortError',
    })
  })
})
