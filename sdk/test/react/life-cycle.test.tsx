// @vitest-environment jsdom
import { act, cleanup, render } from '@testing-library/react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createAuthClient } from '../../src/index.ts'
import {
  AuthProvider,
  LoginLink,
  RequireAuth,
  SignedIn,
  SignedOut,
  useSession,
} from '../../src/react/index.ts'
import { HINT_COOKIE_INSECURE } from '../../src/wire.ts'
import { aSession, NOON } from '../support/a-session.ts'
import { aTab } from '../support/a-tab.ts'
import { renderInApp, settled } from '../support/in-app.tsx'
import { aTurn } from '../support/until.ts'
import { withBff } from '../support/with-bff.ts'

const server = withBff()
declare const jsdom: { reconfigure(settings: { url: string }): void }

const page = (
  <>
    <SignedIn>signed in</SignedIn>
    <SignedOut>signed out</SignedOut>
    <LoginLink provider="github">link</LoginLink>
    <RequireAuth login={{ provider: 'github' }} fallback="loading">
      board
    </RequireAuth>
  </>
)

describe('mounting', () => {
  const open: BroadcastChannel[] = []
  let opened = 0
  const Real = globalThis.BroadcastChannel

  beforeEach(() => {
    opened = 0
    open.length = 0
    globalThis.BroadcastChannel = class extends Real {
      constructor(name: string) {
        super(name)
        opened++
        open.push(this)
      }
      override close(): void {
        super.close()
        open.splice(open.indexOf(this), 1)
      }
    }
  })
  afterEach(() => {
    globalThis.BroadcastChannel = Real
  })

  it('acceptance 6, SDK-04: in StrictMode sends 1 request, keeps 1 channel, and leaves none', async () => {
    server.bff.session = aSession()
    const tab = aTab(server.bff)
    function Hooks() {
      return Array.from({ length: 20 }, (_, index) => <Status key={String(index)} />)
    }

    renderInApp(tab, <Hooks />)
    await settled(tab)
    expect(tab.sent).toEqual(['GET /bff/session'])
    expect(open).toHaveLength(1)

    cleanup()
    expect(opened).toBeGreaterThan(0)
    expect(open).toHaveLength(0)
  })
})

describe('server rendering', () => {
  it('acceptance 7: hydrates late, after the store has resolved, without a warning', async () => {
    const errors = vi.spyOn(console, 'error')
    const onServer = createAuthClient({}, { page: undefined, now: () => NOON })
    const html = renderToString(<AuthProvider client={onServer}>{page}</AuthProvider>)
    server.bff.session = aSession()
    const tab = aTab(server.bff)
    await tab.auth.ensureSession()
    const container = document.createElement('div')
    container.innerHTML = html

    await act(async () => hydrateRoot(container, <AuthProvider client={tab.auth}>{page}</AuthProvider>))

    expect(html).toContain('loading')
    expect(container.textContent).toBe('signed inlinkboard')
    expect(container.querySelector('a')?.getAttribute('href')).toContain('returnTo=%2Fboard')
    expect(errors).not.toHaveBeenCalled()
    errors.mockRestore()
  })

  it('renders and hydrates a session it was given, without a request', async () => {
    const errors = vi.spyOn(console, 'error')
    const onServer = createAuthClient({ initialSession: aSession() }, { page: undefined, now: () => NOON })
    const html = renderToString(<AuthProvider client={onServer}>{page}</AuthProvider>)
    const tab = aTab(server.bff)
    tab.auth.hydrate(aSession())
    const container = document.createElement('div')
    container.innerHTML = html

    await act(async () => hydrateRoot(container, <AuthProvider client={tab.auth}>{page}</AuthProvider>))

    expect(container.textContent).toBe('signed inlinkboard')
    expect(tab.sent).toEqual([])
    expect(errors).not.toHaveBeenCalled()
    errors.mockRestore()
  })
})

describe('in a real window', () => {
  it('SDK-01 stores nothing, reads the hint cookie, cleans the address and hears the window', async () => {
    vi.useRealTimers()
    jsdom.reconfigure({ url: `${server.bff.origin}/board?auth_error=login_expired#top` })
    Object.assign(document, { cookie: `${HINT_COOKIE_INSECURE}=${NOON}` })
    server.bff.session = aSession()
    const auth = createAuthClient({ staleTime: 0 })
    const { container } = render(
      <AuthProvider client={auth}>
        <Status />
      </AuthProvider>,
    )
    await act(() => auth.ensureSession())
    expect(container.textContent).toBe('authenticated')
    expect(auth.getLoginError()).toMatchObject({ code: 'login_expired' })
    expect(location.href).toBe(`${server.bff.origin}/board#top`)

    server.bff.session = null
    await act(aTurn)
    window.dispatchEvent(new Event('focus'))
    await act(() => auth.refresh())

    expect(container.textContent).toBe('unauthenticated')
    expect([localStorage.length, sessionStorage.length]).toEqual([0, 0])
    auth.destroy()
  })
})

function Status() {
  return <>{useSession((state) => state.status)}</>
}
