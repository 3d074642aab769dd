import type { ProviderId } from '@coatcheck/sdk'
import { useLogin, useSession } from '@coatcheck/sdk/react'
import { LockKeyhole } from 'lucide-react'
import { Button } from '../../ui/Button.tsx'
import { Logo } from '../../ui/Logo.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { ProviderMark } from '../../ui/ProviderMark.tsx'
import { ThemeToggle } from '../../ui/ThemeToggle.tsx'
import { usePageTitle } from '../shell/usePageTitle.ts'
import { BoardSketch } from './BoardSketch.tsx'
import { LoginErrorNotice } from './LoginErrorNotice.tsx'
import { signedOutMessage } from './login-message.ts'
import { RequestedAccess } from './RequestedAccess.tsx'
import styles from './SignInPage.module.css'

/** Shown at every address while nobody is signed in; signing in leads back to that address. */
export function SignInPage(): React.JSX.Element {
  const reason = useSession((state) => (state.status === 'unauthenticated' ? state.reason : 'anonymous'))
  const surprise = signedOutMessage(reason)
  usePageTitle('Sign in')

  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <Logo />
        <span className={styles.brand}>Coatcheck</span>
        <ThemeToggle />
      </header>
      <main className={styles.main} id="main">
        <section className={styles.pitch}>
          <h1>Your issues on one calm board.</h1>
          <p className={styles.lead}>
            Plan with GitHub issues, and keep your Google tasks right beside them.
          </p>
          <BoardSketch />
        </section>
        <section className={styles.card} aria-label="Sign in">
          <LoginErrorNotice />
          {surprise && (
            <Notice tone="neutral" role="status">
              <strong>{surprise.title}.</strong> {surprise.detail}
            </Notice>
          )}
          <div className={styles.choices}>
            <ContinueButton provider="github" name="GitHub" variant="primary" />
            <ContinueButton provider="google" name="Google" variant="secondary" />
          </div>
          <RequestedAccess />
          <p className={styles.promise}>
            <LockKeyhole size={14} aria-hidden />
            No token reaches this browser: a server keeps them and makes the calls, so a script in this page
            has nothing to steal.
          </p>
        </section>
      </main>
    </div>
  )
}

interface ContinueButtonProps {
  provider: ProviderId
  name: string
  variant: 'primary' | 'secondary'
}

function ContinueButton({ provider, name, variant }: ContinueButtonProps): React.JSX.Element {
  const login = useLogin({ provider })
  return (
    <Button className={styles.choice} variant={variant} isBusy={login.isPending} onClick={() => login.run()}>
      <ProviderMark provider={provider} />
      Continue with {name}
    </Button>
  )
}
