import { useSession } from '@coatcheck/sdk/react'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import styles from './SessionTimes.module.css'

/** When the session began and when it ends. */
export function SessionTimes(): React.JSX.Element | null {
  const session = useSession((state) => state.session)
  if (!session) return null

  return (
    <dl className={styles.times}>
      <div>
        <dt>Signed in</dt>
        <dd>
          <RelativeTime at={session.authenticatedAt} />
        </dd>
      </div>
      <div>
        <dt>Ends when unused</dt>
        <dd>
          <RelativeTime at={session.idleExpiresAt} />
        </dd>
      </div>
      <div>
        <dt>Ends at the latest</dt>
        <dd>
          <RelativeTime at={session.expiresAt} />
        </dd>
      </div>
    </dl>
  )
}
