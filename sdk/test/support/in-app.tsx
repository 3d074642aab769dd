import { act, cleanup, render } from '@testing-library/react'
import { type ReactNode, StrictMode } from 'react'
import { afterEach } from 'vitest'
import { AuthProvider } from '../../src/react/index.ts'
import type { Tab } from './a-tab.ts'

afterEach(() => cleanup())

/** Renders into the app of a tab, in StrictMode as an app in development is. */
export function renderInApp(tab: Tab, children: ReactNode): ReturnType<typeof render> {
  return render(
    <StrictMode>
      <AuthProvider client={tab.auth}>{children}</AuthProvider>
    </StrictMode>,
  )
}

/** Waits for the answer under way, and for what React makes of it. */
export async function settled(tab: Tab): Promise<void> {
  await act(() => tab.auth.refresh().catch(() => null))
}

/** Tells the window that it came out of the back/forward cache, and the tab too. */
export function comeBack(tab: Tab): void {
  window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
  tab.comesBack()
}
