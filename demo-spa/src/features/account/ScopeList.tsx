import { Check, CircleSlash } from 'lucide-react'
import { Button } from '../../ui/Button.tsx'
import { scopeName } from '../connections/providers.ts'
import styles from './ScopeList.module.css'

interface ScopeListProps {
  granted: readonly string[]
  /** What the app needs and the account does not allow. */
  missing: readonly string[]
  /** Asks the person to allow what is missing. */
  allow: () => void
  isBusy: boolean
}

/** What an account allows this app to do, and what it does not. */
export function ScopeList({ granted, missing, allow, isBusy }: ScopeListProps): React.JSX.Element {
  return (
    <ul className={styles.list}>
      {granted.map((scope) => (
        <li key={scope} className={styles.scope}>
          <Check size={14} className={styles.granted} aria-hidden />
          <span className={styles.name}>{scopeName(scope)}</span>
          {scopeName(scope) !== scope && <code className={styles.code}>{shortScope(scope)}</code>}
        </li>
      ))}
      {missing.map((scope) => (
        <li key={scope} className={styles.scope}>
          <CircleSlash size={14} className={styles.missing} aria-hidden />
          <span className={styles.name}>
            {scopeName(scope)} <span className={styles.missing}>not allowed</span>
          </span>
          <Button onClick={allow} isBusy={isBusy}>
            Allow<span className="visually-hidden"> {scopeName(scope)}</span>
          </Button>
        </li>
      ))}
    </ul>
  )
}

/** Google's scopes are addresses; the last part tells them apart. */
function shortScope(scope: string): string {
  return scope.split('/').at(-1) ?? scope
}
