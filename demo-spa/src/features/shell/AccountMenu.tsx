import { useLogout, useUser } from '@coatcheck/sdk/react'
import { LogOut, Settings2 } from 'lucide-react'
import { Link } from 'react-router'
import { Avatar } from '../../ui/Avatar.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Popover } from '../../ui/Popover.tsx'
import styles from './AccountMenu.module.css'

/** The avatar in the header: who is signed in, the way to the account page, and the way out. */
export function AccountMenu(): React.JSX.Element | null {
  const user = useUser()
  if (!user) return null

  const name = user.name ?? user.email ?? 'You'
  return (
    <Popover
      label="Account"
      trigger={(trigger) => (
        <IconButton label="Account" {...trigger}>
          <Avatar name={name} src={user.picture} size={24} />
        </IconButton>
      )}
    >
      {(close) => (
        <div className={styles.menu}>
          <div className={styles.who}>
            <p className={styles.name}>{name}</p>
            {user.email && <p className={styles.email}>{user.email}</p>}
          </div>
          <Link to="/account" className={styles.item} onClick={close}>
            <Settings2 size={16} aria-hidden />
            Account and connections
          </Link>
          <SignOutItem />
        </div>
      )}
    </Popover>
  )
}

function SignOutItem(): React.JSX.Element {
  const logout = useLogout()
  return (
    <>
      <button
        type="button"
        className={styles.item}
        aria-busy={logout.isPending || undefined}
        onClick={() => logout.run({ returnTo: '/' })}
      >
        <LogOut size={16} aria-hidden />
        Sign out
      </button>
      {logout.error && (
        <p role="alert" className={styles.failure}>
          You are still signed in: the server could not be reached.
        </p>
      )}
    </>
  )
}
