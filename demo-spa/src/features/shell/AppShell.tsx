import { Outlet } from 'react-router'
import { LoginErrorNotice } from '../sign-in/LoginErrorNotice.tsx'
import styles from './AppShell.module.css'
import { ConnectivityBanner } from './ConnectivityBanner.tsx'
import { Header } from './Header.tsx'

/** The frame of every signed-in page. */
export function AppShell(): React.JSX.Element {
  return (
    <>
      <a className="skip-link" href="#main">
        Skip to content
      </a>
      <Header />
      <ConnectivityBanner />
      <div className={styles.notices}>
        <LoginErrorNotice />
      </div>
      <main id="main" tabIndex={-1} className={styles.main}>
        <Outlet />
      </main>
    </>
  )
}
