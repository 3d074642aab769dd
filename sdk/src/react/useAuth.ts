'use client'

import { useContext } from 'react'
import type { AuthClient } from '../auth-client.ts'
import { AuthContext } from './AuthProvider.tsx'

/** Yields the client, always the same one: using it never re-renders. For state, take `useSession`. */
export function useAuth(): AuthClient {
  const client = useContext(AuthContext)
  if (!client) {
    throw new Error('Wrap the app in <AuthProvider client={auth}>: a hook or component below needs it.')
  }
  return client
}
