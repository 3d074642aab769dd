/**
 * Names the refreshes of one session at one provider. Both parts are needed: one session's call must
 * never be handed another session's token.
 *
 * @param sessionKey What the session is stored under.
 */
export function refreshName(sessionKey: string, providerId: string): string {
  return `${sessionKey}:${providerId}`
}
