/** The parts of a browser's `window` that the client touches. */
export interface Page {
  readonly document: Pick<Document, 'cookie' | 'hidden'>
  readonly history: Pick<History, 'state' | 'replaceState'>
  readonly location: Pick<Location, 'href' | 'assign'>
  addEventListener(type: string, listener: (event: Event) => void, options?: AddEventListenerOptions): void
  removeEventListener(type: string, listener: (event: Event) => void): void
}

/** Where a client runs. */
export interface Environment {
  /** Absent on a server, where nothing happens. */
  page: Page | undefined
  now(): number
}

/** Finds out where the code runs. */
export function currentEnvironment(): Environment {
  return { page: typeof document === 'undefined' ? undefined : window, now: () => Date.now() }
}
