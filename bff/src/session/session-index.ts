import { storageKey } from './storage-key.ts'
import type { RecordStore } from './stores/record-store.ts'

/** What sessions are looked up by: the account they use, or the provider's own session they came from. */
export type IndexEntry =
  | { readonly kind: 'sub'; readonly provider: string; readonly sub: string }
  | { readonly kind: 'sid'; readonly provider: string; readonly sid: string }

/**
 * Leads from an account, or a provider's session, to the sessions here: for "sign out everywhere", for
 * administrators and for back-channel logout. It holds storage keys, never session ids, and lets go of
 * each entry at the session's latest end.
 */
export class SessionIndex {
  readonly #records: RecordStore

  constructor(records: RecordStore) {
    this.#records = records
  }

  async add(entries: readonly IndexEntry[], sessionKey: string, expiresAt: number): Promise<void> {
    await Promise.all(entries.map((entry) => this.#records.addMember(setName(entry), sessionKey, expiresAt)))
  }

  async remove(entries: readonly IndexEntry[], sessionKey: string): Promise<void> {
    await Promise.all(entries.map((entry) => this.#records.removeMember(setName(entry), sessionKey)))
  }

  /**
   * @returns Storage keys, the session that ends first in front. Some may have ended early: who reads a
   *   session by such a key finds nothing.
   */
  async sessionKeys(entry: IndexEntry): Promise<string[]> {
    return this.#records.members(setName(entry))
  }
}

/** Hashed, because a subject can be an email address, and keys end up in monitoring. */
function setName(entry: IndexEntry): string {
  const value = entry.kind === 'sub' ? entry.sub : entry.sid
  return `index:${entry.kind}:${entry.provider}:${storageKey(value)}`
}
