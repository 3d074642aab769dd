import type { Provider } from '../providers/provider.ts'
import { storageKey } from './storage-key.ts'

/** Whose tokens: one record of the token store. */
export interface TokenOwner {
  sessionId: string
  provider: Provider
  /** Whose token of that record; absent: that of no resource in particular. */
  resource?: string | undefined
}

/** Who has tokens refreshed. */
export interface RefreshOwner extends TokenOwner {
  /** `<provider>:<sub>`, the session's user, for records. */
  user: string
}

/**
 * Names the refreshes of one session at one provider. Both parts are needed: one session's call must
 * never be handed another session's token.
 *
 * @param sessionKey What the session is stored under.
 */
export function refreshName(sessionKey: string, providerId: string): string {
  return `${sessionKey}:${providerId}`
}

/** What the refreshes of these tokens are known by. */
export function nameOfRefresh({ sessionId, provider }: TokenOwner): string {
  return refreshName(storageKey(sessionId), provider.id)
}
