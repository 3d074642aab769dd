import type { Page } from '../../src/environment.ts'

/** A page that is as small as the client needs, and what a test may do to it. */
export interface TestPage {
  page: Page
  /** Addresses the page left for. */
  left: string[]
  href(): string
  goTo(url: string): void
  setCookies(cookies: string): void
  dispatch(event: Event, hidden?: boolean): void
}

/** Opens a page at an address. */
export function aPage(url: string): TestPage {
  const events = new EventTarget()
  const left: string[] = []
  const document = { cookie: '', hidden: false }
  const location = { href: url, assign: (to: string | URL) => void left.push(String(to)) }
  const history = {
    state: { by: 'router' },
    replaceState(_state: unknown, _title: string, to?: string | URL | null) {
      location.href = String(to)
    },
  }
  const page: Page = {
    document,
    history,
    location,
    addEventListener: (type, listener, options) => events.addEventListener(type, listener, options),
    removeEventListener: (type, listener) => events.removeEventListener(type, listener),
  }
  return {
    page,
    left,
    href: () => location.href,
    goTo(to) {
      location.href = to
    },
    setCookies(cookies) {
      document.cookie = cookies
    },
    dispatch(event, hidden = false) {
      document.hidden = hidden
      events.dispatchEvent(event)
    },
  }
}
