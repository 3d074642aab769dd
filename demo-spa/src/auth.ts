import { type AuthClient, createAuthClient } from '@coatcheck/sdk'

declare module '@coatcheck/sdk' {
  interface Register {
    providers: 'github' | 'google'
    upstreams: 'github' | 'tasks'
  }
}

/** The app's one door to signing in, to the session and to its people's accounts. */
export const auth: AuthClient = createAuthClient()
