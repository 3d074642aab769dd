import { createBrowserRouter } from 'react-router'
import { AccountPage } from './features/account/AccountPage.tsx'
import { BoardPage } from './features/board/BoardPage.tsx'
import { IssueDrawer } from './features/issue/IssueDrawer.tsx'
import { RepositoriesPage } from './features/repositories/RepositoriesPage.tsx'
import { CrashPage } from './features/shell/CrashPage.tsx'
import { NotFoundPage } from './features/shell/NotFoundPage.tsx'
import { SessionGate } from './features/shell/SessionGate.tsx'

/** Creates the router: every address of the app, all behind the session. */
export function createRouter(): ReturnType<typeof createBrowserRouter> {
  return createBrowserRouter([
    {
      Component: SessionGate,
      ErrorBoundary: CrashPage,
      children: [
        { path: '/', Component: RepositoriesPage },
        { path: '/account', Component: AccountPage },
        {
          path: '/:owner/:name',
          Component: BoardPage,
          children: [{ path: 'issues/:number', Component: IssueDrawer }],
        },
        { path: '*', Component: NotFoundPage },
      ],
    },
  ])
}
