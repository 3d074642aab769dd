/** `wake`: the person is back or the network is. `restore`: the page came out of the back/forward cache. */
export type PageEvent = 'wake' | 'restore'

/** The parts of a page that the client touches; everything else in the core is plain data. */
export interface Environment {
  /** Full URL of the page; absent on a server. */
  href(): string | undefined
  cookies(): string
  navigate(url: string): void
  replaceUrl(url: string): void
  now(): number
  /** @returns Stops listening. */
  onPageEvent(listener: (event: PageEvent) => void): () => void
  /** @returns Absent where there are no other tabs. */
  openChannel(name: string): BroadcastChannel | undefined
}

/** Creates the environment of the page the code runs in; on a server, one in which nothing happens. */
export function browserEnvironment(): Environment {
  // Asked on every use: a module may be loaded before the page is there, as test runners do.
  const page = () => (typeof document === 'undefined' ? undefined : window)
  return {
    href: () => page()?.location.href,
    cookies: () => page()?.document.cookie ?? '',
    navigate: (url) => page()?.location.assign(url),
    replaceUrl: (url) => page()?.history.replaceState(history.state, '', url),
    now: () => Date.now(),
    onPageEvent: (listener) => (page() ? listen(listener) : () => {}),
    openChannel: (name) =>
      page() && typeof BroadcastChannel !== 'undefined' ? new BroadcastChannel(name) : undefined,
  }
}

function listen(listener: (event: PageEvent) => void): () => void {
  const wake = () => document.visibilityState === 'visible' && listener('wake')
  const restore = (event: PageTransitionEvent) => event.persisted && listener('restore')
  addEventListener('focus', wake)
  addEventListener('online', wake)
  addEventListener('pageshow', restore)
  document.addEventListener('visibilitychange', wake)
  return () => {
    removeEventListener('focus', wake)
    removeEventListener('online', wake)
    removeEventListener('pageshow', restore)
    document.removeEventListener('visibilitychange', wake)
  }
}
