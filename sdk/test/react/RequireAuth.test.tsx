// @vitest-environment jsdom
import { act, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { RequireAuth, type RequireAuthProps, useRequiredUser } from '../../src/react/index.ts'
import { AUTH_ERROR_PARAM } from '../../src/wire.ts'
import { aSession, NOON } from '../support/a-session.ts'
import { aTab, type Tab } from '../support/a-tab.ts'
import { hangUp, problem } from '../support/bff-server.ts'
import { comeBack, renderInApp, settled } from '../support/in-app.tsx'
import { aTurn } from '../support/until.ts'
import { withBff } from '../support/with-bff.ts'

const server = withBff()

function Board() {
  return <p>Board of {useRequiredUser().name}</p>
}

function renderGuard(tab: Tab, props: Partial<RequireAuthProps> = {}) {
  return renderInApp(
    tab,
    <RequireAuth fallback="Loading" login={{ provider: 'github' }} {...props}>
      <Board />
    </RequireAuth>,
  )
}

const errorFallback: RequireAuthProps['errorFallback'] = (error, retry) => (
  <button type="button" onClick={retry}>
    {error.code}
  </button>
)

describe('RequireAuth', () => {
  it('shows its children to whoever is signed in', async () => {
    server.bff.session = aSession()
    const tab = aTab(server.bff)
    const { container } = renderGuard(tab)
    expect(container.textContent).toBe('Loading')

    await settled(tab)

    expect(container.textContent).toBe('Board of Ada Lovelace')
    expect(tab.left).toEqual([])
  })

  it('sends an anonymous visitor to sign in once, StrictMode or not', async () => {
    const tab = aTab(server.bff, { hintedUntil: null })

    const { container } = renderGuard(tab)
    await act(aTurn)

    expect(container.textContent).toBe('Loading')
    expect(tab.left).toEqual(['/bff/login/github?returnTo=%2Fboard%3Fview%3Dmine%23top'])
  })

  it('acceptance 4: does not redirect when the server is down, and recovers', async () => {
    server.bff.answers.set('/bff/session', hangUp)
    const tab = aTab(server.bff)
    const { container } = renderGuard(tab, { errorFallback })
    await settled(tab)
    expect(container.textContent).toBe('network')

    server.bff.answers.clear()
    server.bff.session = aSession()
    act(() => screen.getByRole('button').click())
    await settled(tab)

    expect(container.textContent).toBe('Board of Ada Lovelace')
    expect(tab.left).toEqual([])
  })

  it('waits with the fallback when the server is down and nothing else was given', async () => {
    server.bff.answers.set('/bff/session', hangUp)
    const tab = aTab(server.bff)
    const { container } = renderGuard(tab)
    await settled(tab)

    expect(container.textContent).toBe('Loading')
    expect(tab.left).toEqual([])
  })

  it('SDK-03 does not send anybody back to a login that has just failed', async () => {
    const tab = aTab(server.bff, { hintedUntil: null, path: `/board?${AUTH_ERROR_PARAM}=access_denied` })
    const { container } = renderGuard(tab, { errorFallback })
    await act(aTurn)
    expect(container.textContent).toBe('access_denied')
    expect(tab.left).toEqual([])

    await act(async () => screen.getByRole('button').click())

    expect(tab.left).toEqual(['/bff/login/github?returnTo=%2Fboard'])
    expect(tab.auth.getLoginError()).toBeNull()
  })

  it('SDK-03 prompts, and does not redirect, when every answer is 401', async () => {
    server.bff.answers.set('/bff/', problem(401, 'unauthenticated'))
    server.bff.answers.set('/api/', problem(401, 'unauthenticated'))
    const tab = aTab(server.bff, { initialSession: aSession() })
    const { container } = renderGuard(tab, { errorFallback })

    await act(async () => {
      await Promise.all([1, 2, 3].map(() => tab.auth.fetch('/api/github/user')))
    })

    expect(container.textContent).toBe('unauthenticated')
    expect(tab.left).toEqual([])
  })

  it('SDK-03 asks whoever had a session, so that a cookie the browser refuses makes no loop', async () => {
    const tab = aTab(server.bff, { hintedUntil: NOON })
    const { container } = renderGuard(tab, { errorFallback })
    await settled(tab)

    expect(container.textContent).toBe('unauthenticated')
    expect(tab.left).toEqual([])
  })

  it('offers a link, and nothing by itself, after signing out', async () => {
    server.bff.session = aSession()
    const tab = aTab(server.bff)
    renderGuard(tab)
    await settled(tab)

    await act(() => tab.auth.logout())

    expect(screen.getByRole('link', { name: 'Sign in' }).getAttribute('href')).toContain('/bff/login/github')
    expect(tab.left).toEqual([])
  })

  it('does not trap whoever comes back with the back button', async () => {
    const tab = aTab(server.bff, { hintedUntil: null })
    renderGuard(tab)
    await act(aTurn)

    act(() => comeBack(tab))

    expect(tab.left).toHaveLength(1)
    act(() => screen.getByRole('link', { name: 'Sign in' }).click())
    await act(aTurn)
    expect(tab.left).toHaveLength(2)
  })

  it('keeps showing its children while the server is away', async () => {
    server.bff.session = aSession()
    const tab = aTab(server.bff)
    const { container } = renderGuard(tab, { errorFallback })
    await settled(tab)

    server.bff.answers.set('/bff/session', problem(503, 'session_store_unavailable'))
    await settled(tab)

    expect(container.textContent).toBe('Board of Ada Lovelace')
  })

  it('shows what is forbidden as forbidden', async () => {
    server.bff.session = aSession()
    const tab = aTab(server.bff)
    const { container } = renderGuard(tab, {
      when: ({ user }) => user.id === 'root',
      forbidden: 'Not for you',
    })
    await settled(tab)

    expect(container.textContent).toBe('Not for you')
  })
})
