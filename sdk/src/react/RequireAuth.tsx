'use client'

import { type ReactNode, useEffect, useState } from 'react'
import { AuthError } from '../auth-error.ts'
import type { Session, SessionState } from '../auth-state.ts'
import type { LoginOptions } from '../login-url.ts'
import { LoginLink } from './LoginLink.tsx'
import { useAuth } from './useAuth.ts'
import { useLogin } from './useLogin.ts'
import { useLoginError } from './useLoginError.ts'
import { useSession } from './useSession.ts'

/** Props of {@link RequireAuth}. */
export interface RequireAuthProps {
  children: ReactNode
  /** Shown while the session is unknown and while the browser leaves for the provider. */
  fallback?: ReactNode
  /**
   * Shown when going on needs the person: the server cannot be reached, a login failed, or the session has
   * ended. `retry` does what helps. Default: a link that signs in, or `fallback` when the server is down.
   */
  errorFallback?: (error: AuthError, retry: () => void) => ReactNode
  /** What the login may ask for. */
  login?: LoginOptions
  /** A further condition. It only hides: what may be done is for the server to decide. */
  when?: (session: Session) => boolean
  /** Shown when `when` says no. */
  forbidden?: ReactNode
}

/**
 * Shows its children to whoever is signed in, and sends an anonymous visitor to sign in, once.
 *
 * It asks first when the server cannot be reached, when a login has just failed, and when a session has ended:
 * somebody who signed out would be signed straight back in by the provider, a session that is refused each
 * time would go round in circles, and whoever was writing something must not lose the page.
 *
 * @example
 * <RequireAuth fallback={<Splash />} login={{ provider: 'github' }}><Board /></RequireAuth>
 */
export function RequireAuth(props: RequireAuthProps): ReactNode {
  const { children, fallback = null, login, when, forbidden = null } = props
  const state = useSession()
  const isOnTheWay = useLoginOnce(state, login)

  if (state.session) return <>{when?.(state.session) === false ? forbidden : children}</>
  if (state.status === 'loading' || isOnTheWay) return <>{fallback}</>
  return <AskFirst {...props} state={state} />
}

function useLoginOnce(state: SessionState, options: LoginOptions | undefined): boolean {
  const { run, isPending } = useLogin(options)
  const { error } = useLoginError()
  const [hasLeft, setHasLeft] = useState(false)
  const mayLeave = state.status === 'unauthenticated' && state.reason === 'anonymous' && !error

  useEffect(() => {
    if (!mayLeave || hasLeft) return
    setHasLeft(true)
    void run()
  }, [mayLeave, hasLeft, run])

  // Not pending any more: the person came back with the back button, and sending them again would trap them.
  return mayLeave && (isPending || !hasLeft)
}

function AskFirst({ state, errorFallback, fallback, login }: RequireAuthProps & { state: SessionState }) {
  const client = useAuth()
  const loginError = useLoginError()
  const { run } = useLogin(login)

  function retry(): void {
    // What fails again is in the state again.
    if (state.error) return void client.refresh().catch(() => {})
    loginError.dismiss()
    void run()
  }

  const error = state.error ?? loginError.error ?? new AuthError('unauthenticated', 'You are signed out.')
  if (errorFallback) return <>{errorFallback(error, retry)}</>
  return state.error ? fallback : <LoginLink {...login}>Sign in</LoginLink>
}
