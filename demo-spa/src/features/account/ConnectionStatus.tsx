import type { Connection } from '@coatcheck/sdk'
import { classNames } from '../../ui/class-names.ts'
import styles from './ConnectionStatus.module.css'

interface ConnectionStatusProps {
  status: Connection['status']
  /** Everything the app needs is allowed. */
  isComplete: boolean
}

/** How a connection stands, in a word or two. */
export function ConnectionStatus({ status, isComplete }: ConnectionStatusProps): React.JSX.Element {
  if (status === 'reauth_required') {
    return <span className={classNames(styles.status, styles.broken)}>Needs to be reconnected</span>
  }
  return isComplete ? (
    <span className={classNames(styles.status, styles.active)}>Connected</span>
  ) : (
    <span className={classNames(styles.status, styles.partial)}>Allows too little</span>
  )
}
