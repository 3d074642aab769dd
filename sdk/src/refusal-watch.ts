import type { AuthError } from './auth-error.ts'
import type { Session } from './auth-state.ts'
import type { AuthStore } from './auth-store.ts'
import type { SessionLoader } from './session-loader.ts'

/**
 * Called when a call starts, remembers the session it starts with. What it returns takes the BFF's refusal of
 * that call; a refusal that concerns an earlier session is dropped.
 */
export type RefusalWatch = () => (refusal: AuthError) => void

/**
 * Creates the watch over API calls, through which they keep the session state truthful.
 *
 * @param onUnauthenticated Hears of the refusal that ended the session; once, however many calls were refused.
 */
export function createRefusalWatch<U>(
  store: AuthStore<U>,
  { load, discard }: SessionLoader,
  onUnauthenticated: (refusal: AuthError) => void,
): RefusalWatch {
  const refused = new Set<string>()

  // Once per kind of refusal, as long as the connections stay what they are: a polling view must not double
  // its requests.
  function lookAgain({ connections }: Session<U>, { code, provider }: AuthError): void {
    const call = code + provider + JSON.stringify(connections)
    if (!refused.has(call)) void load()
    refused.add(call)
  }

  return () => {
    const before = store.getState().session
    return (refusal) => {
      const { session } = store.getState()
      if (!session || session.authenticatedAt !== before?.authenticatedAt) return
      if (refusal.code === 'unauthenticated') {
        discard()
        store.end()
        onUnauthenticated(refusal)
      } else if (session.connections === before.connections && /reauth|connected|scope/.test(refusal.code)) {
        lookAgain(session, refusal)
      } else if (/network|store/.test(refusal.code) && !store.getState().error) {
        // Nobody is signed out by an outage; looking is what lets the state say "reconnecting".
        void load()
      }
    }
  }
}
