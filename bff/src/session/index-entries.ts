import type { SignedIn, StoredConnection } from './session-data.ts'
import type { IndexEntry } from './session-index.ts'

/** Everything one connection makes its session findable by. */
export function entriesOf({ provider, accountId, sid }: StoredConnection): IndexEntry[] {
  return [
    { kind: 'sub', provider, sub: accountId },
    ...(sid === undefined ? [] : [{ kind: 'sid', provider, sid } as const]),
  ]
}

/** Everything a session is findable by: the account that signed in, also when its connection is gone, and every connection. */
export function allEntriesOf({ user, connections }: SignedIn): IndexEntry[] {
  return [signInEntry(user.id), ...connections.flatMap(entriesOf)]
}

/** The account a person signed in with, by the id of their user. */
export function signInEntry(userId: string): IndexEntry {
  const colon = userId.indexOf(':')
  return { kind: 'sub', provider: userId.slice(0, colon), sub: userId.slice(colon + 1) }
}
