import { useSession } from '@coatcheck/sdk/react'
import { LoaderCircle, WifiOff } from 'lucide-react'
import styles from './ConnectivityBanner.module.css'
import { useIsOnline } from './useIsOnline.ts'

/**
 * Says that the network or the server is away, and that nobody was signed out by it.
 *
 * The live region is always there, or screen readers would not announce what appears in it.
 */
export function ConnectivityBanner(): React.JSX.Element {
  const isOnline = useIsOnline()
  const isReconnecting = useSession((state) => state.error?.isTransient === true)

  return (
    <div role="status" className={styles.region}>
      {!isOnline ? (
        <p className={styles.banner}>
          <WifiOff size={14} aria-hidden />
          You are offline. What you change now is sent when the connection is back.
        </p>
      ) : (
        isReconnecting && (
          <p className={styles.banner}>
            <LoaderCircle size={14} className={styles.spinner} aria-hidden />
            Reconnecting… You are still signed in.
          </p>
        )
      )}
    </div>
  )
}
