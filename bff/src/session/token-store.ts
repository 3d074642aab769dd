import { z } from 'zod'
import { BffError } from '../errors.ts'
import { type TokenSet, tokenSetSchema } from '../oauth/token-set.ts'
import type { RecordCipher, SealContext } from './record-cipher.ts'
import { storageKey } from './storage-key.ts'
import type { RecordStore } from './stores/record-store.ts'
import type { SessionChanges } from './stores/session-changes.ts'

const recordSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('active'), tokens: tokenSetSchema }),
  z.strictObject({ status: z.literal('reauth_required') }),
])

/** What is kept for one session and provider: tokens, or the mark that the provider refused to renew them. */
export type TokenRecord = z.output<typeof recordSchema>

/** A record as read, with what a later {@link TokenStore.replace} compares against. */
export type StoredTokens = TokenRecord & { readonly sealed: string }

/** A record whose tokens can be used. */
export type ActiveTokens = StoredTokens & { tokens: TokenSet }

/**
 * The only holder of tokens. One record for each session and provider, sealed for exactly that
 * pair, apart from the express-session object: that one is written whole, so a slow request
 * could write a used refresh token back over the new one.
 */
export class TokenStore {
  readonly #records: RecordStore
  readonly #cipher: RecordCipher
  readonly #changes: SessionChanges

  /** @param changes Told of every write and removal. */
  constructor(records: RecordStore, cipher: RecordCipher, changes: SessionChanges) {
    this.#records = records
    this.#cipher = cipher
    this.#changes = changes
  }

  /** Stores tokens whether or not there were others; the older ones are superseded. */
  async put(sessionId: string, provider: string, tokens: TokenSet, ttlMs: number): Promise<void> {
    const key = recordKey(sessionId, provider)
    const sealed = this.#seal({ status: 'active', tokens }, sessionId, provider)
    const previous = await this.#records.read(key)
    const written = previous
      ? await this.#records.replace(key, previous, sealed)
      : await this.#records.create(key, sealed, ttlMs)
    // Somebody refreshed or removed the older tokens in between: look again.
    if (!written) return this.put(sessionId, provider, tokens, ttlMs)
    await this.#changes.announce(storageKey(sessionId))
  }

  /** @returns undefined when there is none, also when it cannot be opened (TOKEN-11). */
  async read(sessionId: string, provider: string): Promise<StoredTokens | undefined> {
    const sealed = await this.#records.read(recordKey(sessionId, provider))
    return this.#open(sealed, sessionId, provider)
  }

  /**
   * Reads tokens that can be used or refreshed.
   *
   * @throws {BffError} `reauth_required` (401): the provider refused to renew them, or they are gone.
   */
  async readActive(sessionId: string, provider: string): Promise<ActiveTokens> {
    const stored = await this.read(sessionId, provider)
    if (stored?.status !== 'active') throw reauthRequired(provider)
    return stored
  }

  /** Which records are still these very ones, in their order. They are named by the key the session is stored under. */
  async areUnchanged(
    seen: readonly { sessionKey: string; provider: string; sealed: string }[],
  ): Promise<boolean[]> {
    const names = seen.map(({ sessionKey, provider }) => recordName(sessionKey, provider))
    const stored = await this.#records.readMany(names)
    return seen.map(({ sealed }, at) => stored[at] === sealed)
  }

  /**
   * Reads and removes, so that of many callers one revokes. Not told to other processes: the change
   * of the session that goes with it is.
   */
  async take(sessionId: string, provider: string): Promise<TokenSet | undefined> {
    const sealed = await this.#records.take(recordKey(sessionId, provider))
    const stored = this.#open(sealed, sessionId, provider)
    return stored?.status === 'active' ? stored.tokens : undefined
  }

  /** Removes every record of a session, by the key the session is stored under. */
  async removeAll(sessionKey: string, providers: readonly string[]): Promise<void> {
    await this.#records.remove(providers.map((provider) => recordName(sessionKey, provider)))
    await this.#changes.announce(sessionKey)
  }

  /**
   * Writes over exactly what was read.
   *
   * @returns false when it has changed or gone since; nothing is written then.
   */
  async replace(
    { sessionId, provider }: { sessionId: string; provider: string },
    previous: StoredTokens,
    record: TokenRecord,
  ): Promise<boolean> {
    const key = recordKey(sessionId, provider)
    const sealed = this.#seal(record, sessionId, provider)
    const written = await this.#records.replace(key, previous.sealed, sealed)
    if (written) await this.#changes.announce(storageKey(sessionId))
    return written
  }

  /** Seals tokens with the first secret, if an older one had sealed them. */
  async reseal(sessionId: string, provider: string): Promise<void> {
    const stored = await this.read(sessionId, provider)
    if (stored?.status !== 'active' || this.#cipher.isCurrent(stored.sealed)) return
    const { tokens } = stored
    await this.replace({ sessionId, provider }, stored, { status: 'active', tokens })
  }

  /** Gives the records of a session the remaining life of the session. */
  async slide(sessionId: string, providers: readonly string[], ttlMs: number): Promise<void> {
    const keys = providers.map((provider) => recordKey(sessionId, provider))
    await this.#records.slide(keys, ttlMs)
  }

  #seal(record: TokenRecord, sessionId: string, provider: string): string {
    return this.#cipher.seal(JSON.stringify(record), sealContext(sessionId, provider))
  }

  #open(sealed: string | undefined, sessionId: string, provider: string): StoredTokens | undefined {
    const json = sealed && this.#cipher.open(sealed, sealContext(sessionId, provider))
    if (!sealed || !json) return undefined
    const record = recordSchema.safeParse(JSON.parse(json))
    return record.success ? { ...record.data, sealed } : undefined
  }
}

/** What a caller is told whose connection the provider no longer renews. */
export function reauthRequired(provider: string): BffError {
  return new BffError('reauth_required', 'The provider no longer renews this connection; connect it again.', {
    provider,
  })
}

function sealContext(sessionId: string, provider: string): SealContext {
  return { kind: 'token-set', holder: sessionId, provider }
}

function recordKey(sessionId: string, provider: string): string {
  return recordName(storageKey(sessionId), provider)
}

function recordName(sessionKey: string, provider: string): string {
  return `tokens:${sessionKey}:${provider}`
}
