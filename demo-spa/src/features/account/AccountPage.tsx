import { useLogout } from '@coatcheck/sdk/react'
import { LogOut } from 'lucide-react'
import { Button } from '../../ui/Button.tsx'
import { PROVIDER_IDS } from '../connections/providers.ts'
import { usePageTitle } from '../shell/usePageTitle.ts'
import styles from './AccountPage.module.css'
import { ConnectionCard } from './ConnectionCard.tsx'
import { SessionTimes } from './SessionTimes.tsx'
import { UserSummary } from './UserSummary.tsx'

/** Who is signed in, what is connected and allowed, how long it lasts, and the way out. */
export function AccountPage(): React.JSX.Element {
  const logout = useLogout()
  usePageTitle('Account')

  return (
    <div className={styles.page}>
      <h1 className={styles.title}>Account</h1>
      <UserSummary />
      <section className={styles.section} aria-labelledby="connections">
        <h2 id="connections">Connections</h2>
        <p className={styles.about}>
          The accounts this app may use for you. What they allow is kept on the server; none of it is in this
          browser.
        </p>
        {PROVIDER_IDS.map((provider) => (
          <ConnectionCard key={provider} provider={provider} />
        ))}
      </section>
      <section className={styles.section} aria-labelledby="session">
        <h2 id="session">Session</h2>
        <SessionTimes />
        <div>
          <Button isBusy={logout.isPending} onClick={() => logout.run({ returnTo: '/' })}>
            <LogOut size={15} aria-hidden />
            Sign out
          </Button>
        </div>
        {logout.error && (
          <p role="alert" className={styles.failure}>
            You are still signed in: the server could not be reached.
          </p>
        )}
      </section>
    </div>
  )
}
