// @vitest-environment jsdom
import { cleanup, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { json, renderSignedIn, type SignedInPage } from '../../testing/render-signed-in.tsx'
import { SessionGate } from './SessionGate.tsx'

const pages: SignedInPage[] = []

function renderGate(answer: (path: string) => Response): SignedInPage {
  const page = renderSignedIn(<SessionGate />, { route: '/*', answer: ({ path }) => answer(path) })
  pages.push(page)
  return page
}

function aProblem(code: string, status: number): Response {
  const problem = { type: `urn:coatcheck:problem:${code}`, title: code, status, code, requestId: 'r-1' }
  return new Response(JSON.stringify(problem), {
    status,
    headers: { 'content-type': 'application/problem+json' },
  })
}

afterEach(() => {
  cleanup()
  for (const page of pages.splice(0)) page.auth.destroy()
})

describe('SessionGate', () => {
  it('says reconnecting while the session store is away, and signs nobody out', async () => {
    const page = renderGate(() => aProblem('session_store_unavailable', 503))

    await page.auth.api('github').fetch('/user')

    expect(await screen.findByText(/Reconnecting/)).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Account' })).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Continue with GitHub' })).toBeNull()
  })

  it('takes the banner away once the session store is back', async () => {
    let isAway = true
    const page = renderGate(() =>
      isAway ? aProblem('session_store_unavailable', 503) : json(aWireSession()),
    )
    await page.auth.api('github').fetch('/user')
    await screen.findByText(/Reconnecting/)

    isAway = false
    await page.auth.refresh()

    await waitFor(() => expect(screen.queryByText(/Reconnecting/)).toBeNull())
    expect(screen.getByRole('button', { name: 'Account' })).toBeTruthy()
  })

  it('offers to sign in again once the session has ended, and says why', async () => {
    const page = renderGate((path) =>
      path === '/bff/session' ? new Response(null, { status: 204 }) : aProblem('unauthenticated', 401),
    )

    await page.auth.api('github').fetch('/user')

    expect(await screen.findByRole('button', { name: 'Continue with GitHub' })).toBeTruthy()
    expect(screen.getByText(/Your session has ended|You were signed out/)).toBeTruthy()
  })
})

function aWireSession(): unknown {
  const now = Date.now()
  return {
    user: { id: 'github:1', name: 'Ada' },
    connections: [],
    authenticatedAt: now,
    expiresAt: now + 3_600_000,
    idleExpiresAt: now + 3_600_000,
  }
}
