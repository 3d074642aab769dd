import { type AuthClient, type AuthClientOptions, createAuthClient } from '../../src/index.ts'
import { HINT_COOKIE_INSECURE } from '../../src/wire.ts'
import { aPage } from './a-page.ts'
import { NOON } from './a-session.ts'
import type { BffServer } from './bff-server.ts'

/** One tab of a browser, with the app's client in it. */
export interface Tab {
  auth: AuthClient
  /** Calls sent, as `GET /bff/session`, before they arrive anywhere. */
  sent: string[]
  /** Addresses the page left for. */
  left: string[]
  href(): string
  /** A router moves on. */
  goTo(path: string): void
  /** Sets or removes the hint cookie. */
  hint(expiresAt: number | null): void
  /** Something happens to the page. */
  happens(type: 'focus' | 'online' | 'visibilitychange', hidden?: boolean): void
  /** The page comes out of the back/forward cache. */
  comesBack(): void
}

/** What a tab is opened with. */
export interface TabOptions extends AuthClientOptions {
  path?: string
  /** When the hint cookie says the session ends; null for no cookie. */
  hintedUntil?: number | null
}

const tabs = new Set<AuthClient>()

/** Opens a tab on the server's origin. Its requests are real. */
export function aTab(bff: BffServer, options: TabOptions = {}): Tab {
  const { path = '/board?view=mine#top', hintedUntil = NOON, ...settings } = options
  const { page, left, href, goTo, setCookies, dispatch } = aPage(bff.origin + path)
  const hint = (expiresAt: number | null) =>
    setCookies(expiresAt === null ? 'theme=dark' : `theme=dark; ${HINT_COOKIE_INSECURE}=${expiresAt}`)
  hint(hintedUntil)

  const sent: string[] = []
  const record: typeof fetch = (input, init) => {
    sent.push(`${init?.method ?? 'GET'} ${new URL(String(input)).pathname}`)
    return fetch(input, init)
  }
  const auth = createAuthClient({ fetch: record, ...settings }, { page, now: () => Date.now() })
  tabs.add(auth)
  return {
    auth,
    sent,
    left,
    href,
    hint,
    goTo: (to) => goTo(bff.origin + to),
    happens: (type, hidden) => dispatch(new Event(type), hidden),
    comesBack: () => dispatch(Object.assign(new Event('pageshow'), { persisted: true })),
  }
}

/** Closes every tab that is open. */
export function closeTabs(): void {
  for (const auth of tabs) auth.destroy()
  tabs.clear()
}
