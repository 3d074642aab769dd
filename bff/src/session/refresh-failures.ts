import { z } from 'zod'
import { BffError } from '../errors.ts'
import { refreshName } from './refresh-name.ts'
import type { RecordStore } from './stores/record-store.ts'

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 30_000

/** How long a series of failures is remembered after its last one, in milliseconds. */
const MEMORY_MS = 5 * 60_000

const failureSchema = z.strictObject({ failures: z.int(), pausedUntil: z.number() })

/**
 * What all processes know of a refresh that failed for a while: nobody tries again before the
 * pause is over, so that a provider in trouble is not met by a storm. The pause doubles with each failure, is
 * jittered so that sessions do not come back in step, and is never shorter than the provider asked for.
 */
export class RefreshFailures {
  readonly #records: RecordStore
  readonly #now: () => number

  constructor(records: RecordStore, now: () => number) {
    this.#records = records
    this.#now = now
  }

  /** @returns what a caller is told during a pause; undefined when trying is welcome. */
  async current(name: string, provider: string): Promise<BffError | undefined> {
    const leftMs = ((await this.#read(name))?.pausedUntil ?? 0) - this.#now()
    if (leftMs <= 0) return undefined
    return new BffError('provider_unavailable', 'The provider could not renew the connection; try again.', {
      provider,
      retryAfterSeconds: Math.ceil(leftMs / 1000),
    })
  }

  /** Notes one more failure. Only the holder of the refresh's lease calls this. */
  async note(name: string, retryAfterSeconds = 0): Promise<void> {
    const failures = ((await this.#read(name))?.failures ?? 0) + 1
    const backOffMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1))
    const pauseMs = Math.max(retryAfterSeconds * 1000, backOffMs * (0.75 + Math.random() / 2))
    const record = JSON.stringify({ failures, pausedUntil: this.#now() + pauseMs })
    await this.clear(name)
    await this.#records.create(recordKey(name), record, pauseMs + MEMORY_MS)
  }

  async clear(name: string): Promise<void> {
    await this.#records.remove([recordKey(name)])
  }

  /** Forgets what is known of a session that has ended. */
  async clearSession(sessionKey: string, providerIds: readonly string[]): Promise<void> {
    await this.#records.remove(providerIds.map((id) => recordKey(refreshName(sessionKey, id))))
  }

  async #read(name: string): Promise<z.output<typeof failureSchema> | undefined> {
    const json = await this.#records.read(recordKey(name))
    return json === undefined ? undefined : failureSchema.parse(JSON.parse(json))
  }
}

function recordKey(name: string): string {
  return `refresh-failure:${name}`
}
