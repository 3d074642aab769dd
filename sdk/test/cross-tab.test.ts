import { afterEach, describe, expect, it, vi } from 'vitest'
import { aConnection, aSession, NOON } from './support/a-session.ts'
import { aTab, type Tab, type TabOptions } from './support/a-tab.ts'
import { problem } from './support/bff-server.ts'
import { aTurn, until } from './support/until.ts'
import { withBff } from './support/with-bff.ts'

const CHANNEL = 'coatcheck:/bff'
const server = withBff()
const strangers: BroadcastChannel[] = []

afterEach(() => {
  for (const stranger of strangers.splice(0)) stranger.close()
})

async function anOpenTab(options: TabOptions = {}): Promise<Tab> {
  const tab = aTab(server.bff, options)
  tab.auth.subscribe(() => {})
  await tab.auth.ensureSession()
  return tab
}

/** Waits until everything said on the channel so far has been heard by everybody. */
async function allHeard(): Promise<void> {
  const [speaker, listener] = [new BroadcastChannel(CHANNEL), new BroadcastChannel(CHANNEL)]
  strangers.push(speaker, listener)
  await new Promise((resolve) => {
    listener.onmessage = resolve
    speaker.postMessage('was that all?')
  })
  await aTurn()
}

describe('other tabs', () => {
  it('acceptance 10: a logout in one tab flips the others with no request', async () => {
    server.bff.session = aSession()
    const [a, b] = [await anOpenTab(), await anOpenTab()]
    await allHeard()
    const reasons: string[] = []
    b.auth.on('signedOut', ({ reason }) => reasons.push(reason))
    b.sent.length = 0

    await a.auth.logout()
    await until(() => b.auth.getState().status === 'unauthenticated')
    await allHeard()

    expect(a.auth.getState()).toMatchObject({ status: 'unauthenticated', reason: 'signed_out' })
    expect(b.auth.getState()).toMatchObject({ reason: 'signed_out' })
    expect(reasons).toEqual(['other_tab'])
    expect(b.sent).toEqual([])
  })

  it('SDK-04 a login in another tab is noticed with one request', async () => {
    const a = await anOpenTab({ hintedUntil: null })
    server.bff.session = aSession()

    const b = await anOpenTab()
    await until(() => a.auth.getState().status === 'authenticated')
    await allHeard()

    expect(a.sent).toEqual(['GET /bff/session'])
    expect(b.sent).toEqual(['GET /bff/session'])
  })

  it('acceptance 11: another person signing in is announced before they are shown', async () => {
    server.bff.session = aSession()
    const a = await anOpenTab()
    const story: unknown[] = []
    a.auth.on('signedOut', ({ reason }) => story.push(reason))
    a.auth.subscribe(() => story.push(a.auth.getState().user?.id))

    server.bff.session = aSession({ user: { id: 'github:1906' }, authenticatedAt: NOON + 1 })
    await anOpenTab()
    await until(() => a.auth.getState().user?.id === 'github:1906')

    expect(story).toEqual(['other_tab', 'github:1906'])
  })

  it('says nothing to tabs that know it all', async () => {
    server.bff.session = aSession()
    const a = await anOpenTab()
    await anOpenTab()
    await anOpenTab()
    await allHeard()

    expect(a.sent).toEqual(['GET /bff/session'])
  })

  it('a new connection in one tab reaches the others', async () => {
    server.bff.session = aSession()
    const a = await anOpenTab()
    server.bff.session = aSession({ connections: [aConnection(), aConnection({ provider: 'google' })] })

    await anOpenTab()
    await until(() => a.auth.getState().session?.connections.length === 2)

    expect(a.sent).toHaveLength(2)
  })

  it('a session that an API call found missing makes the others ask, not believe', async () => {
    server.bff.session = aSession()
    const [a, b] = [await anOpenTab(), await anOpenTab()]
    await allHeard()
    server.bff.answers.set('/api/', problem(401, 'unauthenticated'))

    await a.auth.fetch('/api/github/user')
    await until(() => b.sent.length === 2)
    await allHeard()

    expect(a.auth.getState().status).toBe('unauthenticated')
    expect(b.auth.getState().status).toBe('authenticated')
  })

  it('does not go round in circles when every answer is different', async () => {
    let count = 0
    server.bff.answers.set(
      '/bff/session',
      (_req, res) => void res.end(JSON.stringify(aSession({ user: { id: 'x', name: `${count++}` } }))),
    )
    const [a, b] = [await anOpenTab(), await anOpenTab()]
    await until(() => a.auth.getState().user?.name === '2')
    await allHeard()

    expect([a.sent.length, b.sent.length]).toEqual([2, 1])
  })

  it.each([
    ['nothing', null],
    ['a word', 'signed_out'],
    ['another type', { type: 'signedOut' }],
    ['a key that is none', { type: 'session', key: { id: 1 } }],
  ])('SDK-04 ignores a message that is %s', async (_what, message) => {
    server.bff.session = aSession()
    const tab = await anOpenTab()
    const stranger = new BroadcastChannel(CHANNEL)
    strangers.push(stranger)

    stranger.postMessage(message)
    await allHeard()

    expect(tab.auth.getState().status).toBe('authenticated')
    expect(tab.sent).toEqual(['GET /bff/session'])
  })

  it('keeps to itself when told to', async () => {
    server.bff.session = aSession()
    const [a, b] = [await anOpenTab(), await anOpenTab({ syncTabs: false })]

    await a.auth.logout()
    await allHeard()

    expect(b.auth.getState().status).toBe('authenticated')
  })

  it('hears nothing after destroy', async () => {
    server.bff.session = aSession()
    const [a, b] = [await anOpenTab(), await anOpenTab()]

    b.auth.destroy()
    b.auth.subscribe(() => {})
    await a.auth.logout()
    await allHeard()
    b.happens('focus')
    vi.advanceTimersByTime(3_600_000)

    expect(b.auth.getState().status).toBe('authenticated')
    expect(b.sent).toEqual(['GET /bff/session'])
  })
})
