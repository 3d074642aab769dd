import { createBrowserRouter } from 'react-router'
import { RepositoriesPage } from './features/repositories/RepositoriesPage.tsx'
import { CrashPage } from './features/shell/CrashPage.tsx'
import { NotFoundPage } from './features/shell/NotFoundPage.tsx'
import { SessionGate } from './features/shell/SessionGate.tsx'
import { Splash } from './features/shell/Splash.tsx'

// Nobody needs these to sign in: they are loaded when they are first gone to.
const accountPage = async () => ({
  Component: (await import('./features/account/AccountPage.tsx')).AccountPage,
})
const boardPage = async () => ({ Component: (await import('./features/board/BoardPage.tsx')).BoardPage })
const issueDrawer = async () => ({
  Component: (await import('./features/issue/IssueDrawer.tsx')).IssueDrawer,
})

/** Creates the router: every address of the app, all behind the session. */
export function createRouter(): ReturnType<typeof createBrowserRouter> {
  return createBrowserRouter([
    {
      Component: SessionGate,
      ErrorBoundary: CrashPage,
      HydrateFallback: Splash,
      children: [
        { path: '/', Component: RepositoriesPage },
        { path: '/account', lazy: accountPage },
        {
          path: '/:owner/:name',
          lazy: boardPage,
          children: [{ path: 'issues/:number', lazy: issueDrawer }],
        },
        { path: '*', Component: NotFoundPage },
      ],
    },
  ])
}
