// @vitest-environment jsdom
import { act, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { LoginLink, useConnection, useLogin, useLoginError, useLogout } from '../../src/react/index.ts'
import { AUTH_ERROR_PARAM } from '../../src/wire.ts'
import { aConnection, aSession } from '../support/a-session.ts'
import { aTab } from '../support/a-tab.ts'
import { problem } from '../support/bff-server.ts'
import { comeBack, renderInApp, settled } from '../support/in-app.tsx'
import { aTurn, until } from '../support/until.ts'
import { withBff } from '../support/with-bff.ts'

const server = withBff()

function LoginButton() {
  const login = useLogin({ provider: 'github' })
  return (
    <button type="button" onClick={() => void login.run({ prompt: 'consent' })}>
      {login.isPending ? 'leaving' : 'sign in'}
    </button>
  )
}

describe('useLogin', () => {
  it('acceptance 16: a double click leaves once; coming back resets isPending', async () => {
    const tab = aTab(server.bff, { hintedUntil: null })
    renderInApp(tab, <LoginButton />)
    const button = screen.getByRole('button')
    vi.useRealTimers()
    const user = userEvent.setup()

    await user.dblClick(button)
    expect(button.textContent).toBe('leaving')
    expect(tab.left).toEqual(['/bff/login/github?returnTo=%2Fboard%3Fview%3Dmine%23top&prompt=consent'])

    act(() => comeBack(tab))
    expect(button.textContent).toBe('sign in')
    await user.click(button)
    expect(tab.left).toHaveLength(2)
  })
})

describe('useLogout', () => {
  it('keeps its failure to itself, and tries again', async () => {
    server.bff.session = aSession()
    const tab = aTab(server.bff)
    function LogoutButton() {
      const { run, error, isPending, reset } = useLogout()
      return (
        <>
          <button type="button" onClick={() => void run()} disabled={isPending}>
            {error?.code ?? 'sign out'}
          </button>
          <button type="button" onClick={reset}>
            reset
          </button>
        </>
      )
    }
    renderInApp(tab, <LogoutButton />)
    await settled(tab)
    server.bff.answers.set('/bff/logout', problem(503, 'session_store_unavailable'))
    vi.useRealTimers()

    act(() => screen.getByText('sign out').click())
    await screen.findByText('session_store_unavailable')
    expect(tab.auth.getState()).toMatchObject({ status: 'authenticated', error: null })

    act(() => screen.getByText('reset').click())
    server.bff.answers.clear()
    act(() => screen.getByText('sign out').click())
    await until(() => tab.auth.getState().status === 'unauthenticated')
  })
})

describe('useLoginError', () => {
  it('shows why a login came back, until it is dismissed', async () => {
    const tab = aTab(server.bff, { hintedUntil: null, path: `/?${AUTH_ERROR_PARAM}=account_conflict` })
    function Notice() {
      const { error, dismiss } = useLoginError()
      return (
        <button type="button" onClick={dismiss}>
          {error?.code ?? 'all is well'}
        </button>
      )
    }
    renderInApp(tab, <Notice />)
    expect(screen.getByRole('button').textContent).toBe('account_conflict')

    await act(async () => screen.getByRole('button').click())

    expect(screen.getByRole('button').textContent).toBe('all is well')
  })
})

describe('useConnection', () => {
  function Github() {
    const { connection, isConnected, missingScopes, connect, disconnect } = useConnection('github', {
      scopes: ['read:user', 'repo'],
    })
    return (
      <>
        <p>
          {[connection?.label ?? 'nobody', isConnected ? 'connected' : 'apart', ...missingScopes].join(' ')}
        </p>
        <button type="button" onClick={() => void connect.run({ returnTo: '/account' })}>
          connect
        </button>
        <button type="button" onClick={() => void disconnect.run()}>
          disconnect
        </button>
      </>
    )
  }

  it('acceptance 14: names what is missing, and connect asks for what the app wants', async () => {
    server.bff.session = aSession()
    const tab = aTab(server.bff)
    const { container } = renderInApp(tab, <Github />)
    await settled(tab)
    expect(container.querySelector('p')?.textContent).toBe('ada connected repo')

    await act(async () => screen.getByText('connect').click())

    expect(tab.left).toEqual(['/bff/connect/github?returnTo=%2Faccount&scope=read%3Auser+repo'])
    expect(tab.auth.getState().status).toBe('authenticated')
  })

  it('misses every scope while nothing is linked', async () => {
    server.bff.session = aSession({ connections: [aConnection({ provider: 'google' })] })
    const tab = aTab(server.bff)
    const { container } = renderInApp(tab, <Github />)
    await settled(tab)

    expect(container.querySelector('p')?.textContent).toBe('nobody apart read:user repo')
  })

  it('is not connected when the provider wants the person again', async () => {
    server.bff.session = aSession({ connections: [aConnection({ status: 'reauth_required' })] })
    const tab = aTab(server.bff)
    const { container } = renderInApp(tab, <Github />)
    await settled(tab)

    expect(container.querySelector('p')?.textContent).toBe('ada apart repo')
  })

  it('disconnects', async () => {
    server.bff.session = aSession()
    const tab = aTab(server.bff)
    const { container } = renderInApp(tab, <Github />)
    await settled(tab)

    act(() => screen.getByText('disconnect').click())
    await act(() => tab.auth.disconnect('github'))

    expect(container.querySelector('p')?.textContent).toBe('nobody apart read:user repo')
  })
})

describe('LoginLink', () => {
  it('is a link with a real address that follows the page it is clicked on', async () => {
    const tab = aTab(server.bff, { hintedUntil: null, path: '/first' })
    renderInApp(
      tab,
      <LoginLink provider="github" scopes={['repo']} className="button">
        Sign in
      </LoginLink>,
    )
    const link = screen.getByRole('link', { name: 'Sign in' })
    expect(link.getAttribute('href')).toBe('/bff/login/github?returnTo=%2Ffirst&scope=repo')
    expect(link.className).toBe('button')

    tab.goTo('/second')
    act(() => link.click())
    await act(aTurn)

    expect(tab.left).toEqual(['/bff/login/github?returnTo=%2Fsecond&scope=repo'])
  })

  it.each([
    ['a key is held', { ctrlKey: true }, {}],
    ['another button is pressed', { button: 1 }, {}],
    ['it opens another tab', {}, { target: '_blank' }],
  ])('leaves the click to the browser when %s', (_when, click, props) => {
    const tab = aTab(server.bff, { hintedUntil: null })
    renderInApp(
      tab,
      <LoginLink provider="github" {...props}>
        Sign in
      </LoginLink>,
    )
    const event = new MouseEvent('click', { bubbles: true, cancelable: true, ...click })
    // jsdom cannot navigate; what matters is that the link did not stop it.
    window.addEventListener('click', (late) => late.preventDefault(), { once: true })
    let wasStopped: boolean | undefined
    document.body.addEventListener('click', (early) => (wasStopped = early.defaultPrevented), { once: true })

    act(() => screen.getByRole('link').dispatchEvent(event))

    expect(wasStopped).toBe(false)
    expect(tab.left).toEqual([])
  })

  it("lets the app's own onClick have the last word", () => {
    const tab = aTab(server.bff, { hintedUntil: null })
    renderInApp(
      tab,
      <LoginLink provider="github" onClick={(event) => event.preventDefault()}>
        Sign in
      </LoginLink>,
    )

    act(() => screen.getByRole('link').click())

    expect(tab.left).toEqual([])
  })
})
