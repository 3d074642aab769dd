import { describe, expect, it, vi } from 'vitest'
import { aConnection, aSession, NOON } from './support/a-session.ts'
import { aTab, type Tab, type TabOptions } from './support/a-tab.ts'
import { hangUp, problem } from './support/bff-server.ts'
import { until } from './support/until.ts'
import { withBff } from './support/with-bff.ts'

const server = withBff()

async function aSignedInTab(options: TabOptions = {}): Promise<Tab & { changes: () => number }> {
  server.bff.session ??= aSession()
  const tab = aTab(server.bff, options)
  let changes = 0
  tab.auth.subscribe(() => changes++)
  await tab.auth.ensureSession()
  tab.sent.length = 0
  changes = 0
  return { ...tab, changes: () => changes }
}

async function nextAnswer(tab: Tab): Promise<void> {
  const count = tab.sent.length
  await tab.auth.refresh().catch(() => {})
  // Joined the request under way, or the test would count one of its own.
  expect(tab.sent).toHaveLength(count)
}

describe('re-checking the session', () => {
  it('acceptance 1: asks once on focus after staleTime, and not within it', async () => {
    const tab = await aSignedInTab({ staleTime: 60_000 })

    vi.advanceTimersByTime(60_000)
    tab.happens('focus')
    tab.happens('visibilitychange')
    expect(tab.sent).toEqual([])

    vi.advanceTimersByTime(1)
    tab.happens('visibilitychange')
    tab.happens('focus')
    await nextAnswer(tab)
    tab.happens('focus')

    expect(tab.sent).toEqual(['GET /bff/session'])
  })

  it.each([
    ['the tab is hidden', {}, true],
    ['the app said so', { refetchOnFocus: false }, false],
  ])('does not ask on focus when %s', async (_when, options, hidden) => {
    const tab = await aSignedInTab(options)

    vi.advanceTimersByTime(120_000)
    tab.happens('visibilitychange', hidden)

    expect(tab.sent).toEqual([])
  })

  it('asks in a guard only when the guard wants it younger', async () => {
    const tab = await aSignedInTab()
    vi.advanceTimersByTime(10_000)

    await tab.auth.ensureSession()
    await tab.auth.ensureSession({ maxAge: 10_000 })
    expect(tab.sent).toEqual([])

    await tab.auth.ensureSession({ maxAge: 9_999 })
    expect(tab.sent).toEqual(['GET /bff/session'])
  })

  it('asks in a guard when the session it knows has ended', async () => {
    server.bff.session = aSession()
    const tab = aTab(server.bff)
    await tab.auth.ensureSession()
    server.bff.session = null

    vi.setSystemTime(NOON + 30 * 60_000)

    await expect(tab.auth.requireSession()).rejects.toMatchObject({ code: 'unauthenticated' })
    expect(tab.auth.getState()).toMatchObject({ reason: 'expired' })
  })

  it('asks at once when the page comes out of the back/forward cache', async () => {
    const tab = await aSignedInTab()
    server.bff.session = null

    vi.advanceTimersByTime(1)
    tab.comesBack()
    await until(() => tab.auth.getState().status !== 'authenticated')

    expect(tab.sent).toEqual(['GET /bff/session'])
  })

  it('acceptance 2: an equal answer changes nothing and tells nobody', async () => {
    const tab = await aSignedInTab()
    const before = tab.auth.getState()

    await tab.auth.refresh()

    expect(tab.auth.getState()).toBe(before)
    expect(tab.changes()).toBe(0)
    expect(tab.sent).toEqual(['GET /bff/session'])
  })

  it('keeps the identity of the parts that did not change', async () => {
    const tab = await aSignedInTab()
    const before = tab.auth.getState()

    server.bff.session = aSession({ idleExpiresAt: NOON + 40 * 60_000 })
    await tab.auth.refresh()

    expect(tab.auth.getState().session).not.toBe(before.session)
    expect(tab.auth.getState().user).toBe(before.user)
    expect(tab.auth.getState().session?.connections).toBe(before.session?.connections)
  })

  it.each([
    ['network', hangUp],
    ['session_store_unavailable', problem(503, 'session_store_unavailable')],
    ['server', problem(500, 'invalid_request', { type: 'about:blank' })],
  ])('acceptance 3: keeps whoever is signed in when the re-check ends in %s', async (code, answer) => {
    const tab = await aSignedInTab()
    const errors: string[] = []
    tab.auth.on('error', (error) => errors.push(error.code))
    const before = tab.auth.getState().session

    server.bff.answers.set('/bff/session', answer)
    expect(await tab.auth.refresh()).toBe(before)
    await tab.auth.refresh()

    expect(tab.auth.getState()).toMatchObject({ status: 'authenticated', error: { code, isTransient: true } })
    expect(tab.auth.getState().session).toBe(before)
    expect(errors).toEqual([code])
  })

  it('backs off up to half a minute, and recovers when the server does', async () => {
    const tab = await aSignedInTab()
    server.bff.answers.set('/bff/session', hangUp)
    await tab.auth.refresh()
    tab.sent.length = 0

    const waits = [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]
    for (const [index, wait] of waits.entries()) {
      vi.advanceTimersByTime(wait - 1)
      expect(tab.sent).toHaveLength(index)
      vi.advanceTimersByTime(1)
      expect(tab.sent).toHaveLength(index + 1)
      await nextAnswer(tab)
    }
    server.bff.answers.clear()
    vi.advanceTimersByTime(30_000)
    await until(() => tab.auth.getState().error === null)

    expect(tab.auth.getState()).toMatchObject({ status: 'authenticated', isFetching: false })
  })

  it('does not wait for the back-off when the network returns', async () => {
    const tab = await aSignedInTab()
    server.bff.answers.set('/bff/session', hangUp)
    await tab.auth.refresh()
    server.bff.answers.clear()

    tab.happens('online')
    await until(() => tab.auth.getState().error === null)

    expect(tab.sent).toHaveLength(2)
  })

  it('looks before the session ends, warns once, and ends it as expired', async () => {
    const tab = await aSignedInTab()
    const events: unknown[] = []
    tab.auth.on('sessionExpiring', (event) => events.push(event))
    tab.auth.on('signedOut', (event) => events.push(event))

    vi.advanceTimersByTime(29 * 60_000)
    await nextAnswer(tab)
    expect(events).toEqual([{ expiresAt: NOON + 30 * 60_000 }])

    server.bff.session = null
    vi.advanceTimersByTime(60_000)
    await until(() => tab.auth.getState().status === 'unauthenticated')

    expect(tab.auth.getState()).toMatchObject({ reason: 'expired' })
    expect(events).toEqual([{ expiresAt: NOON + 30 * 60_000 }, { reason: 'expired' }])
    expect(tab.sent).toHaveLength(2)
  })

  it('goes on when API calls have moved the idle end', async () => {
    const tab = await aSignedInTab()
    const warnings: unknown[] = []
    tab.auth.on('sessionExpiring', (event) => warnings.push(event))

    server.bff.session = aSession({ idleExpiresAt: NOON + 58 * 60_000 })
    vi.advanceTimersByTime(29 * 60_000)
    await nextAnswer(tab)
    vi.advanceTimersByTime(27 * 60_000)

    expect(tab.sent).toHaveLength(1)
    expect(warnings).toEqual([])
  })

  it('does not hammer the server when this clock is ahead of it', async () => {
    const tab = await aSignedInTab()
    vi.setSystemTime(NOON + 3_600_000)
    await tab.auth.refresh()
    tab.happens('focus')
    await tab.auth.refresh()
    tab.sent.length = 0

    vi.advanceTimersByTime(29_000)

    expect(tab.auth.getState().status).toBe('authenticated')
    expect(tab.sent).toEqual([])
  })

  it.each([
    ['after the answer', true],
    ['before the answer', false],
  ])('asks no more once the last subscriber has gone, %s', async (_when, isAnswered) => {
    server.bff.session = aSession()
    const tab = aTab(server.bff)
    const unsubscribe = tab.auth.subscribe(() => {})
    if (isAnswered) await tab.auth.ensureSession()

    unsubscribe()
    unsubscribe()
    await tab.auth.ensureSession()
    tab.happens('focus')
    vi.advanceTimersByTime(13 * 3_600_000)
    tab.happens('focus')

    expect(tab.sent).toEqual(['GET /bff/session'])
  })

  it('notices a new connection', async () => {
    const tab = await aSignedInTab()
    server.bff.session = aSession({ connections: [aConnection(), aConnection({ provider: 'google' })] })

    await tab.auth.refresh()

    expect(tab.auth.getState().session?.connections.map(({ provider }) => provider)).toEqual([
      'github',
      'google',
    ])
    expect(tab.changes()).toBe(1)
  })
})
