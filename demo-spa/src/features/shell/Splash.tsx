import { Logo } from '../../ui/Logo.tsx'
import styles from './Splash.module.css'

/** What is shown in the moment before the session is known. */
export function Splash(): React.JSX.Element {
  return (
    <main className={styles.splash} aria-busy="true">
      <h1 className="visually-hidden">Coatcheck</h1>
      <Logo size={40} />
      <p className="visually-hidden" role="status">
        Loading
      </p>
    </main>
  )
}
