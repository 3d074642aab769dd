import { useAuth, useSession } from '@coatcheck/sdk/react'
import { CloudOff } from 'lucide-react'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { SignInPage } from '../sign-in/SignInPage.tsx'
import { AppShell } from './AppShell.tsx'
import { Splash } from './Splash.tsx'

/** Draws the app for who is signed in, the sign-in page for who is not, and tells both from a server that is down. */
export function SessionGate(): React.JSX.Element {
  const status = useSession((state) => state.status)

  switch (status) {
    case 'loading':
      return <Splash />
    case 'authenticated':
      return <AppShell />
    case 'unauthenticated':
      return <SignInPage />
    case 'error':
      return <Unreachable />
  }
}

function Unreachable(): React.JSX.Element {
  const auth = useAuth()
  const isFetching = useSession((state) => state.isFetching)

  // A failed retry changes nothing here: the state already says so.
  const retry = () => void auth.refresh().catch(() => undefined)

  return (
    <main id="main">
      <EmptyState
        headingLevel={1}
        icon={<CloudOff size={20} aria-hidden />}
        title="Coatcheck cannot be reached"
        actions={
          <Button onClick={retry} isBusy={isFetching}>
            Try again
          </Button>
        }
      >
        <p role="status">You have not been signed out. This page tries again by itself.</p>
      </EmptyState>
    </main>
  )
}
