'use client'

import type { ReactNode } from 'react'
import type { Session } from '../auth-state.ts'
import type { User } from '../register.ts'
import { useSession } from './useSession.ts'

/** Props of {@link SignedIn}. */
export interface SignedInProps {
  /** What to show, or a function of the person. */
  children: ReactNode | ((user: User) => ReactNode)
  /** A further condition. It only hides: what may be done is for the server to decide. */
  when?: (session: Session) => boolean
}

/** Shows its children to whoever is signed in. */
export function SignedIn({ children, when }: SignedInProps): ReactNode {
  const session = useSession((state) => state.session)
  if (!session || when?.(session) === false) return null
  return <>{typeof children === 'function' ? children(session.user) : children}</>
}
