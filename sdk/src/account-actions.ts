import type { LogoutOptions } from './auth-client-options.ts'
import type { Session } from './auth-state.ts'
import type { ClientParts } from './client-parts.ts'
import type { ProviderId } from './register.ts'
import { toReturnPath } from './return-to.ts'
import type { WireLogout } from './wire.ts'

/** What a person does with the session and its accounts, besides coming in. */
export interface AccountActions<U> {
  /**
   * Ends the session, here and in all tabs, then leaves the page if there is somewhere to go.
   *
   * @throws {AuthError} The BFF could not be asked; the person is still signed in.
   */
  logout(options?: LogoutOptions): Promise<void>
  /**
   * Unlinks an account; the BFF revokes its tokens.
   *
   * @returns The session without it.
   * @throws {AuthError} The account is still linked.
   */
  disconnect(provider: ProviderId): Promise<Session<U>>
}

/** Creates the actions of one client. */
export function createAccountActions<U>(parts: ClientParts<U>): AccountActions<U> {
  const { store, loader, tabs, request, parseSession, leave, environment } = parts
  return {
    async logout({ returnTo, ...body } = {}) {
      const answer = await request('/logout', (json) => json as WireLogout, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      tabs.signOut()
      const next = answer.redirectTo ?? (returnTo && toReturnPath(returnTo, environment.page?.location.href))
      if (next) await leave(next)
    },
    async disconnect(provider) {
      const session = await request(`/connections/${provider}`, parseSession, { method: 'DELETE' })
      // Newer than any answer under way.
      loader.discard()
      store.accept(session)
      return session
    },
  }
}
