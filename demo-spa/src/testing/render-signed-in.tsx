import { type AuthClient, type Connection, createAuthClient, type Session } from '@coatcheck/sdk'
import { AuthProvider } from '@coatcheck/sdk/react'
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import type { ReactElement } from 'react'
import { createMemoryRouter } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { createQueryClient } from '../features/api/query-client.ts'
import { ToastProvider } from '../ui/ToastProvider.tsx'

/** One call that reached the BFF. */
export interface BffRequest {
  method: string
  /** With the query. */
  path: string
  body: unknown
}

/** Answers calls in the BFF's place. */
export type BffAnswer = (request: BffRequest) => Response | Promise<Response>

interface SignedInOptions {
  /** The route the element is at, as in the router. Default `/`. */
  route?: string
  /** The address to start at. Default `/`. */
  address?: string
  connections?: readonly Connection[]
  answer: BffAnswer
}

/** What a test can look at besides the screen. */
export interface SignedInPage {
  auth: AuthClient
  cache: QueryClient
  requests: readonly BffRequest[]
  /** The current path and query. */
  address: () => string
}

/** A GitHub account that allows everything this app needs. */
export const GITHUB: Connection = {
  provider: 'github',
  accountId: '1',
  label: 'ada',
  scopes: ['read:user', 'user:email', 'repo'],
  status: 'active',
}

/** Renders an element for a signed-in person, with the real SDK in front of an answering BFF. */
export function renderSignedIn(element: ReactElement, options: SignedInOptions): SignedInPage {
  const { route = '/', address = '/', connections = [GITHUB], answer } = options
  const requests: BffRequest[] = []
  const auth = createAuthClient({
    initialSession: aSession(connections),
    syncTabs: false,
    fetch: async (input, init) => {
      const url = new URL(String(input))
      const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined
      const request = { method: init?.method ?? 'GET', path: url.pathname + url.search, body }
      requests.push(request)
      return answer(request)
    },
  })
  const cache = createQueryClient()
  const router = createMemoryRouter([{ path: route, element }], { initialEntries: [address] })

  render(
    <AuthProvider client={auth}>
      <QueryClientProvider client={cache}>
        <ToastProvider>
          <RouterProvider router={router} />
        </ToastProvider>
      </QueryClientProvider>
    </AuthProvider>,
  )
  return {
    auth,
    cache,
    requests,
    address: () => router.state.location.pathname + router.state.location.search,
  }
}

/** Answers with JSON. */
export function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
}

function aSession(connections: readonly Connection[]): Session {
  const now = Date.now()
  return {
    user: { id: 'github:1', name: 'Ada' },
    connections,
    authenticatedAt: now,
    expiresAt: now + 3_600_000,
    idleExpiresAt: now + 3_600_000,
  }
}
