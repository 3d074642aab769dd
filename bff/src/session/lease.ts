import { randomUUID } from 'node:crypto'
import type { RecordStore } from './stores/record-store.ts'

/** Life of a lease that nobody renews, in milliseconds: how long a crashed holder keeps others waiting. */
const LEASE_TTL_MS = 5_000
const RENEW_EVERY_MS = 1_500

/** The right to do one thing, held by one process at a time. */
export interface Lease {
  /**
   * Whether the holder may still go on. A process that was frozen past the lease's life learns it
   * here before it acts, not from the damage.
   */
  isHeld(): boolean
  /** Lets the next one have it at once. */
  release(): Promise<void>
}

/**
 * Leases over the store that all processes share: renewed while the holder works, gone by
 * themselves when it crashes.
 *
 * A lease keeps work from being done twice; it is not what keeps data right. Whoever writes
 * compares with what it read, so a holder that lost its lease without noticing overwrites nothing.
 */
export class Leases {
  readonly #records: RecordStore

  constructor(records: RecordStore) {
    this.#records = records
  }

  /** @returns undefined while somebody else holds it. */
  async acquire(name: string): Promise<Lease | undefined> {
    const key = `lease:${name}`
    const holder = randomUUID()
    // Monotonic: a clock that is set must neither lose the lease nor keep it.
    let heldUntil = performance.now() + LEASE_TTL_MS
    if (!(await this.#records.create(key, holder, LEASE_TTL_MS))) return undefined

    const renew = async () => {
      const asked = performance.now()
      if (await this.#records.extend(key, holder, LEASE_TTL_MS)) heldUntil = asked + LEASE_TTL_MS
    }
    // A renewal that fails leaves the lease to its end; the next one may succeed.
    const timer = setInterval(() => renew().catch(() => undefined), RENEW_EVERY_MS).unref()
    return {
      isHeld: () => performance.now() < heldUntil,
      release: async () => {
        clearInterval(timer)
        await this.#records.removeExact(key, holder)
      },
    }
  }
}
