import { describe, expect, it } from 'vitest'
import { aSession, NOON } from './support/a-session.ts'
import { aTab, type Tab } from './support/a-tab.ts'
import { hangUp, problem } from './support/bff-server.ts'
import { aTurn, until } from './support/until.ts'
import { withBff } from './support/with-bff.ts'

const server = withBff()

async function aSignedInTab(): Promise<Tab & { events: unknown[] }> {
  server.bff.session ??= aSession()
  const tab = aTab(server.bff)
  const events: unknown[] = []
  await tab.auth.ensureSession()
  tab.auth.on('signedOut', (event) => events.push(event))
  tab.sent.length = 0
  return { ...tab, events }
}

describe('logout', () => {
  it('ends the session here and says why', async () => {
    const tab = await aSignedInTab()

    await tab.auth.logout()

    expect(tab.auth.getState()).toMatchObject({ status: 'unauthenticated', reason: 'signed_out' })
    expect(tab.events).toEqual([{ reason: 'user' }])
    expect(tab.sent).toEqual(['POST /bff/logout'])
    expect(tab.left).toEqual([])
  })

  it('acceptance 5: a late 200 does not sign anybody in again', async () => {
    const tab = await aSignedInTab()
    const release = server.bff.hold()
    const refresh = tab.auth.refresh()
    await until(() => server.bff.arrived.length === 2)
    server.bff.answers.set('/bff/logout', (_req, res) => void res.end('{"redirectTo":null}'))
    const logout = tab.auth.logout()
    await until(() => server.bff.arrived.length === 3)

    release()
    await logout
    await refresh
    await aTurn()

    expect(tab.auth.getState()).toMatchObject({ status: 'unauthenticated', reason: 'signed_out' })
    expect(tab.events).toEqual([{ reason: 'user' }])
  })

  it('SDK-03 follows the address the BFF returned, and not the one it was given', async () => {
    const tab = await aSignedInTab()
    server.bff.redirectTo = 'https://accounts.example/end-session?id=1'

    void tab.auth.logout({ federated: true, returnTo: '/bye' })
    await until(() => tab.left.length > 0)

    expect(tab.left).toEqual(['https://accounts.example/end-session?id=1'])
  })

  it.each([
    ['/bye?from=board', '/bye?from=board'],
    ['https://evil.example/', '/board?view=mine#top'],
  ])('goes to %s only as far as that is here', async (returnTo, expected) => {
    const tab = await aSignedInTab()

    void tab.auth.logout({ returnTo })
    await until(() => tab.left.length > 0)

    expect(tab.left).toEqual([expected])
  })

  it('asks for the wider logouts in so many words', async () => {
    const tab = await aSignedInTab()
    const bodies: string[] = []
    server.bff.answers.set('/bff/logout', (req, res) => {
      req.on('data', (chunk) => bodies.push(String(chunk)))
      req.on('end', () => res.end('{"redirectTo":null}'))
    })

    await tab.auth.logout({ everywhere: true })

    expect(bodies).toEqual(['{"everywhere":true}'])
    expect(server.bff.headers['content-type']).toBe('application/json')
  })

  it.each([
    ['network', hangUp],
    ['session_store_unavailable', problem(503, 'session_store_unavailable')],
  ])('leaves the person signed in when it fails with %s', async (code, answer) => {
    const tab = await aSignedInTab()
    server.bff.answers.set('/bff/logout', answer)

    await expect(tab.auth.logout()).rejects.toMatchObject({ code, isTransient: true })

    expect(tab.auth.getState().status).toBe('authenticated')
    expect(tab.events).toEqual([])
  })
})

describe('disconnect', () => {
  it('takes the session the BFF answers with', async () => {
    const tab = await aSignedInTab()

    const session = await tab.auth.disconnect('github')

    expect(session.connections).toEqual([])
    expect(tab.auth.getState()).toMatchObject({ status: 'authenticated', session: { connections: [] } })
    expect(tab.sent).toEqual(['DELETE /bff/connections/github'])
  })

  it('ends the session when the BFF no longer knows it', async () => {
    const tab = await aSignedInTab()
    server.bff.answers.set('/bff/connections', problem(401, 'unauthenticated'))

    await expect(tab.auth.disconnect('github')).rejects.toMatchObject({
      code: 'unauthenticated',
      requestId: 'req-1',
    })

    expect(tab.auth.getState()).toMatchObject({ status: 'unauthenticated', reason: 'revoked' })
    expect(tab.events).toEqual([{ reason: 'revoked' }])
  })
})

describe('another person', () => {
  it('is announced as the end of the first one before the new one is shown', async () => {
    const tab = await aSignedInTab()
    const story: unknown[] = []
    tab.auth.on('signedOut', ({ reason }) => story.push(reason))
    tab.auth.on('signedIn', ({ user }) => story.push(user.id))
    tab.auth.subscribe(() => story.push('shown'))

    server.bff.session = aSession({ user: { id: 'github:1906' }, authenticatedAt: NOON + 1 })
    await tab.auth.refresh()

    expect(story).toEqual(['other_tab', 'github:1906', 'shown'])
  })
})
