import { describe, expect, it, vi } from 'vitest'
import { createAuthClient, isAuthError } from '../src/index.ts'
import { aSession, NOON } from './support/a-session.ts'
import { aTab } from './support/a-tab.ts'
import { type Answer, hangUp, json, problem } from './support/bff-server.ts'
import { aTurn, until } from './support/until.ts'
import { withBff } from './support/with-bff.ts'

const server = withBff()
const aPage: Answer = (_req, res) =>
  void res.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>')

describe('the first load', () => {
  it('acceptance 8: knows an anonymous visitor without a request, at once', async () => {
    const tab = aTab(server.bff, { hintedUntil: null })

    const stateAtOnce = tab.auth.getState()
    tab.auth.subscribe(() => {})
    tab.happens('focus')
    await aTurn()

    expect(stateAtOnce).toMatchObject({ status: 'unauthenticated', reason: 'anonymous', isFetching: false })
    expect(await tab.auth.ensureSession()).toBeNull()
    expect(tab.sent).toEqual([])
  })

  it('SDK-04 asks once, however many subscribe and wait', async () => {
    server.bff.session = aSession()
    const tab = aTab(server.bff)

    for (let hook = 0; hook < 20; hook++) tab.auth.subscribe(() => {})
    const sessions = await Promise.all(Array.from({ length: 20 }, () => tab.auth.ensureSession()))

    expect(new Set(sessions)).toEqual(new Set([tab.auth.getState().session]))
    expect(sessions[0]).toEqual(aSession())
    expect(tab.sent).toEqual(['GET /bff/session'])
  })

  it('starts nothing before somebody subscribes', async () => {
    const tab = aTab(server.bff)
    await aTurn()

    expect(tab.auth.getState()).toMatchObject({ status: 'loading', isFetching: true })
    expect(tab.sent).toEqual([])
  })

  it('acceptance 9: a hint without a session ends unauthenticated, expired, without a loop', async () => {
    const tab = aTab(server.bff, { hintedUntil: NOON + 1 })

    tab.auth.subscribe(() => {})
    await tab.auth.ensureSession()
    tab.happens('focus')
    await aTurn()

    expect(tab.auth.getState()).toMatchObject({ status: 'unauthenticated', reason: 'expired' })
    expect(tab.sent).toEqual(['GET /bff/session'])
  })

  it.each([
    ['hangs up', hangUp, 'network', true],
    ['has lost its store', problem(503, 'session_store_unavailable'), 'session_store_unavailable', true],
    ['answers 401, which it never may', problem(401, 'unauthenticated'), 'unauthenticated', false],
    ['answers something else', json(200, { hello: 'world' }), 'server', false],
    ['answers a page', aPage, 'server', false],
  ])(
    'acceptance 4: ends in error, not signed out, when the server %s',
    async (_when, answer, code, isTransient) => {
      server.bff.answers.set('/bff/session', answer)
      const tab = aTab(server.bff)

      await expect(tab.auth.ensureSession()).rejects.toMatchObject({ name: 'AuthError', code, isTransient })

      expect(tab.auth.getState()).toMatchObject({ status: 'error', session: null, error: { code } })
      await expect(tab.auth.requireSession()).rejects.toMatchObject({ code })
    },
  )

  it('tries again by itself after a failed first load', async () => {
    server.bff.answers.set('/bff/session', hangUp)
    const tab = aTab(server.bff)
    tab.auth.subscribe(() => {})
    await until(() => tab.auth.getState().status === 'error')

    server.bff.answers.clear()
    server.bff.session = aSession()
    vi.advanceTimersByTime(1_000)
    await until(() => tab.auth.getState().status === 'authenticated')

    expect(tab.auth.getState()).toMatchObject({ error: null, isFetching: false })
  })

  it('needs no request for a session the page was rendered with', async () => {
    const tab = aTab(server.bff, { initialSession: aSession() })
    tab.auth.subscribe(() => {})
    await aTurn()

    expect(tab.auth.getState()).toBe(tab.auth.getServerState())
    expect(await tab.auth.requireSession()).toEqual(aSession())
    expect(tab.sent).toEqual([])
  })

  it('shows a hydrated session, and drops the answer it did not wait for', async () => {
    const release = server.bff.hold()
    const tab = aTab(server.bff)
    tab.auth.subscribe(() => {})
    await until(() => server.bff.arrived.length === 1)

    tab.auth.hydrate(aSession())
    release()
    await aTurn()

    expect(tab.auth.getState()).toMatchObject({ status: 'authenticated', user: { id: 'github:1815' } })
    expect(tab.auth.getServerState()).toBe(tab.auth.getState())
  })

  it('uses the parser it is given, and shows its refusal as an error', async () => {
    server.bff.session = aSession()
    const tab = aTab(server.bff, {
      parseSession: () => {
        throw new Error('age is missing')
      },
    })

    const error: unknown = await tab.auth.ensureSession().catch((caught: unknown) => caught)

    expect(isAuthError(error, 'server') && error.cause).toEqual(new Error('age is missing'))
  })

  it('ends one wait when its signal aborts, and no other', async () => {
    server.bff.session = aSession()
    const release = server.bff.hold()
    const tab = aTab(server.bff)
    const controller = new AbortController()
    const impatient = tab.auth.ensureSession({ signal: controller.signal })
    const patient = tab.auth.ensureSession()

    controller.abort(new Error('left the route'))
    await expect(impatient).rejects.toThrow('left the route')
    release()

    expect(await patient).toEqual(aSession())
  })

  it('is an import and a client without effect on a server', async () => {
    const auth = createAuthClient()
    auth.subscribe(() => {})

    expect(auth.getState()).toMatchObject({ status: 'loading' })
    expect(auth.loginUrl({ provider: 'github' })).toBe('/bff/login/github?returnTo=%2F')
    await expect(auth.fetch('/api/github/user')).rejects.toThrow(TypeError)
  })
})
