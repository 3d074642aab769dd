// @vitest-environment jsdom
import { act, screen } from '@testing-library/react'
import { renderToString } from 'react-dom/server'
import { describe, expect, it, vi } from 'vitest'
import {
  AuthPending,
  SignedIn,
  SignedOut,
  useApi,
  useAuth,
  useRequiredUser,
  useSession,
  useUser,
} from '../../src/react/index.ts'
import { aSession, NOON } from '../support/a-session.ts'
import { aTab } from '../support/a-tab.ts'
import { hangUp } from '../support/bff-server.ts'
import { renderInApp, settled } from '../support/in-app.tsx'
import { withBff } from '../support/with-bff.ts'

const server = withBff()

describe('session hooks', () => {
  it('acceptance 2: an equal answer re-renders nothing', async () => {
    server.bff.session = aSession()
    const tab = aTab(server.bff)
    let renders = 0
    function Name() {
      renders++
      return <p>{useSession().user?.name}</p>
    }
    renderInApp(tab, <Name />)
    await settled(tab)
    renders = 0

    await act(() => tab.auth.refresh())

    expect(renders).toBe(0)
  })

  it('a selection re-renders only when it changes', async () => {
    server.bff.session = aSession()
    const tab = aTab(server.bff)
    let renders = 0
    function Providers() {
      renders++
      const providers = useSession(
        (state) => state.session?.connections.map(({ provider }) => provider) ?? [],
        (a, b) => a.join() === b.join(),
      )
      return <p>{providers.join()}</p>
    }
    renderInApp(tab, <Providers />)
    await settled(tab)
    renders = 0

    server.bff.session = aSession({ idleExpiresAt: NOON + 3_000_000 })
    await act(() => tab.auth.refresh())
    expect(renders).toBe(0)

    await act(() => tab.auth.disconnect('github'))
    expect(renders).toBeGreaterThan(0)
  })

  it('useSession offers a refresh', async () => {
    server.bff.answers.set('/bff/session', hangUp)
    const tab = aTab(server.bff)
    function Status() {
      const { status, isFetching, refresh } = useSession()
      return (
        <button type="button" onClick={() => void refresh()}>
          {status} {isFetching && '…'}
        </button>
      )
    }
    renderInApp(tab, <Status />)
    await settled(tab)
    const button = screen.getByText('error')
    server.bff.answers.clear()
    server.bff.session = aSession()

    act(() => button.click())
    expect(button.textContent).toBe('error …')
    await settled(tab)
    expect(button.textContent).toBe('authenticated ')
  })

  it('useAuth, useApi and useUser give the same objects on every render', async () => {
    server.bff.session = aSession()
    const tab = aTab(server.bff)
    const seen = new Set<unknown>()
    function Everything() {
      useSession()
      seen.add(useAuth()).add(useApi('github'))
      return <p>{useUser()?.name}</p>
    }
    renderInApp(tab, <Everything />)
    await settled(tab)
    const [auth] = seen

    expect(auth).toBe(tab.auth)
    // One client, and one API for each of StrictMode's two first renders.
    expect(seen.size).toBeLessThanOrEqual(3)
  })

  it('says how to mend a missing provider, and a user that is required where there is none', () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    function NeedsProvider() {
      useAuth()
      return null
    }
    function NeedsUser() {
      return <p>{useRequiredUser().name}</p>
    }
    const tab = aTab(server.bff, { hintedUntil: null })

    expect(() => renderToString(<NeedsProvider />)).toThrow('<AuthProvider client={')
    expect(() => renderInApp(tab, <NeedsUser />)).toThrow('<RequireAuth>')
    vi.restoreAllMocks()
  })
})

describe('SignedIn, SignedOut and AuthPending', () => {
  const page = (
    <>
      <AuthPending>pending</AuthPending>
      <AuthPending delayMs={500}>pending for long</AuthPending>
      <SignedIn>{(user) => <b>{user.name}</b>}</SignedIn>
      <SignedIn when={(session) => session.connections.length > 1}>several accounts</SignedIn>
      <SignedOut>signed out</SignedOut>
    </>
  )

  it('show one of three, and pending only after its delay', async () => {
    server.bff.session = aSession()
    const release = server.bff.hold()
    const tab = aTab(server.bff)
    const { container } = renderInApp(tab, page)
    expect(container.textContent).toBe('pending')

    act(() => vi.advanceTimersByTime(500))
    expect(container.textContent).toBe('pendingpending for long')

    release()
    await settled(tab)
    expect(container.textContent).toBe('Ada Lovelace')
  })

  it('acceptance 8: the first commit of an anonymous visitor is the signed-out page', () => {
    const errors = vi.spyOn(console, 'error')
    const tab = aTab(server.bff, { hintedUntil: null })

    const { container } = renderInApp(tab, page)

    expect(container.textContent).toBe('signed out')
    expect(tab.sent).toEqual([])
    expect(errors).not.toHaveBeenCalled()
    errors.mockRestore()
  })

  it('show none of them when nothing is known', async () => {
    server.bff.answers.set('/bff/session', hangUp)
    const tab = aTab(server.bff)
    const { container } = renderInApp(tab, page)

    await settled(tab)

    expect(container.textContent).toBe('')
  })
})
