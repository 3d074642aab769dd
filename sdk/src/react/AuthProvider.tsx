'use client'

import { type Context, createContext, type JSX, type ReactNode } from 'react'
import type { AuthClient } from '../auth-client.ts'

/** Carries the client to the hooks. */
export const AuthContext: Context<AuthClient | null> = createContext<AuthClient | null>(null)

/**
 * Gives the components below it the app's client.
 *
 * @example
 * <AuthProvider client={auth}><App /></AuthProvider>
 */
export function AuthProvider({ client, children }: { client: AuthClient; children: ReactNode }): JSX.Element {
  return <AuthContext.Provider value={client}>{children}</AuthContext.Provider>
}
