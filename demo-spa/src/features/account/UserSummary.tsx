import { useUser } from '@coatcheck/sdk/react'
import { Avatar } from '../../ui/Avatar.tsx'
import styles from './UserSummary.module.css'

/** The signed-in person, as the account they signed in with describes them. */
export function UserSummary(): React.JSX.Element | null {
  const user = useUser()
  if (!user) return null

  const name = user.name ?? user.email ?? 'You'
  return (
    <div className={styles.summary}>
      <Avatar name={name} src={user.picture} size={48} />
      <div>
        <p className={styles.name}>{name}</p>
        {user.email && <p className={styles.email}>{user.email}</p>}
      </div>
    </div>
  )
}
