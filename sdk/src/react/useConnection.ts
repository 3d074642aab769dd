'use client'

import { useMemo } from 'react'
import type { Connection } from '../auth-state.ts'
import type { LoginOptions } from '../login-url.ts'
import type { ProviderId } from '../register.ts'
import { useAuth } from './useAuth.ts'
import { type AuthAction, useAuthAction } from './useAuthAction.ts'
import { useSession } from './useSession.ts'

/** One provider's account, and how to change it. */
export interface ConnectionView {
  /** Null while no account of this provider is linked. */
  connection: Connection | null
  /** True when calls can be made; false too when the provider wants the person to connect again. */
  isConnected: boolean
  /** Which of the wanted scopes are not granted; all of them while nothing is linked. */
  missingScopes: readonly string[]
  /** Links the account, or asks for what is missing. */
  connect: AuthAction<[Omit<LoginOptions, 'provider'>?]>
  disconnect: AuthAction<[]>
}

/**
 * Yields the account of one provider that the session may act for.
 *
 * @param options `scopes`: what this part of the app needs.
 *
 * @example
 * const github = useConnection('github', { scopes: ['repo'] })
 * if (github.missingScopes.length) return <button onClick={() => github.connect.run()}>Connect GitHub</button>
 */
export function useConnection(
  provider: ProviderId,
  { scopes = [] }: { scopes?: readonly string[] } = {},
): ConnectionView {
  const client = useAuth()
  const connection =
    useSession((state) => state.session?.connections.find((one) => one.provider === provider)) ?? null
  // By content: the caller's array is usually written inline.
  const wanted = scopes.join(' ')
  const missingScopes = useMemo(
    () => wanted.split(' ').filter((scope) => scope && !connection?.scopes.includes(scope)),
    [wanted, connection],
  )
  const connect = useAuthAction((options?: Omit<LoginOptions, 'provider'>) =>
    client.connect(provider, { ...(wanted && { scopes }), ...options }),
  )
  const disconnect = useAuthAction(() => client.disconnect(provider))
  return { connection, isConnected: connection?.status === 'active', missingScopes, connect, disconnect }
}
