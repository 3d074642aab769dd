/** What each person has allowed each app, remembered until the app is disconnected. */
export interface Authorizations {
  /** Scopes granted so far; absent when the person never authorized the app. */
  granted(clientId: string, accountId: number): readonly string[] | undefined
  /** Adds to what was granted before. */
  grant(clientId: string, accountId: number, scope: readonly string[]): void
  remove(clientId: string, accountId: number): void
  reset(): void
}

/** Creates the record, empty. */
export function createAuthorizations(): Authorizations {
  const scopes = new Map<string, readonly string[]>()
  const key = (clientId: string, accountId: number) => `${clientId} ${accountId}`
  return {
    granted: (clientId, accountId) => scopes.get(key(clientId, accountId)),
    grant: (clientId, accountId, scope) => {
      const before = scopes.get(key(clientId, accountId)) ?? []
      scopes.set(key(clientId, accountId), [...new Set([...before, ...scope])])
    },
    remove: (clientId, accountId) => {
      scopes.delete(key(clientId, accountId))
    },
    reset: () => scopes.clear(),
  }
}
