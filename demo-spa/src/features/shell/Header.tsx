import { ChevronRight } from 'lucide-react'
import { Link, useParams } from 'react-router'
import { Logo } from '../../ui/Logo.tsx'
import { ThemeToggle } from '../../ui/ThemeToggle.tsx'
import { boardPath } from '../github/issue-path.ts'
import { AccountMenu } from './AccountMenu.tsx'
import styles from './Header.module.css'

/** The top bar: where one is, the theme, and the account. */
export function Header(): React.JSX.Element {
  const { owner, name } = useParams()
  return (
    <header className={styles.header}>
      <Link to="/" className={styles.home} aria-label="All repositories">
        <Logo size={26} />
      </Link>
      {owner && name ? (
        <nav className={styles.place} aria-label="Breadcrumb">
          <Link to="/" className={styles.owner}>
            {owner}
          </Link>
          <ChevronRight size={14} aria-hidden />
          <Link to={boardPath({ owner, name })} className={styles.name}>
            {name}
          </Link>
        </nav>
      ) : (
        <span className={styles.brand}>Coatcheck</span>
      )}
      <ThemeToggle />
      <AccountMenu />
    </header>
  )
}
