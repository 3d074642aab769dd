import type { RecordStore } from './record-store.ts'

interface Entry {
  value: string
  expiresAt: number
}

const SWEEP_EVERY_MS = 60_000

/** {@link RecordStore} in this process: for one process, and gone when it stops. */
export class MemoryRecords implements RecordStore {
  readonly #entries = new Map<string, Entry>()
  /** Set to member to its end. */
  readonly #sets = new Map<string, Map<string, number>>()
  readonly #now: () => number
  #sweptAt = 0

  constructor(now: () => number) {
    this.#now = now
  }

  /** Records alive now; for tests and diagnostics. */
  get size(): number {
    this.#sweep()
    return this.#entries.size + this.#sets.size
  }

  async create(key: string, value: string, ttlMs: number): Promise<boolean> {
    this.#sweepNowAndThen()
    if (this.#alive(key)) return false
    this.#entries.set(key, { value, expiresAt: this.#now() + ttlMs })
    return true
  }

  async read(key: string): Promise<string | undefined> {
    return this.#alive(key)?.value
  }

  async readMany(keys: readonly string[]): Promise<(string | undefined)[]> {
    return keys.map((key) => this.#alive(key)?.value)
  }

  async take(key: string): Promise<string | undefined> {
    const entry = this.#alive(key)
    this.#entries.delete(key)
    return entry?.value
  }

  async replace(key: string, previous: string, value: string): Promise<boolean> {
    const entry = this.#alive(key)
    if (entry?.value !== previous) return false
    this.#entries.set(key, { value, expiresAt: entry.expiresAt })
    return true
  }

  async remove(keys: readonly string[]): Promise<void> {
    for (const key of keys) this.#entries.delete(key)
  }

  async removeExact(key: string, value: string): Promise<boolean> {
    return this.#alive(key)?.value === value && this.#entries.delete(key)
  }

  async extend(key: string, value: string, ttlMs: number): Promise<boolean> {
    const entry = this.#alive(key)
    if (entry?.value !== value) return false
    entry.expiresAt = this.#now() + ttlMs
    return true
  }

  async slide(keys: readonly string[], ttlMs: number): Promise<void> {
    for (const key of keys) {
      const entry = this.#alive(key)
      if (entry) entry.expiresAt = this.#now() + ttlMs
    }
  }

  async addMember(set: string, member: string, expiresAt: number): Promise<void> {
    const members = this.#sets.get(set) ?? new Map<string, number>()
    this.#sets.set(set, members.set(member, expiresAt))
  }

  async removeMember(set: string, member: string): Promise<void> {
    const members = this.#sets.get(set)
    members?.delete(member)
    if (members?.size === 0) this.#sets.delete(set)
  }

  async members(set: string): Promise<string[]> {
    this.#dropExpiredMembers(set)
    return [...(this.#sets.get(set) ?? [])].sort(([, a], [, b]) => a - b).map(([member]) => member)
  }

  async count(counter: string, windowMs: number): Promise<{ count: number; leftMs: number }> {
    this.#sweepNowAndThen()
    const entry = this.#alive(counter) ?? { value: '0', expiresAt: this.#now() + windowMs }
    const count = Number(entry.value) + 1
    this.#entries.set(counter, { ...entry, value: String(count) })
    return { count, leftMs: entry.expiresAt - this.#now() }
  }

  async ping(): Promise<void> {}

  /** Remaining life in milliseconds; undefined when there is no such record. */
  remainingMs(key: string): number | undefined {
    const entry = this.#alive(key)
    return entry && entry.expiresAt - this.#now()
  }

  #alive(key: string): Entry | undefined {
    const entry = this.#entries.get(key)
    if (entry && entry.expiresAt > this.#now()) return entry
    if (entry) this.#entries.delete(key)
    return undefined
  }

  #dropExpiredMembers(set: string): void {
    const members = this.#sets.get(set)
    if (!members) return
    for (const [member, expiresAt] of members) if (expiresAt <= this.#now()) members.delete(member)
    if (members.size === 0) this.#sets.delete(set)
  }

  #sweepNowAndThen(): void {
    if (this.#now() - this.#sweptAt > SWEEP_EVERY_MS) this.#sweep()
  }

  #sweep(): void {
    this.#sweptAt = this.#now()
    for (const [key, entry] of this.#entries) {
      if (entry.expiresAt <= this.#sweptAt) this.#entries.delete(key)
    }
    for (const set of this.#sets.keys()) this.#dropExpiredMembers(set)
  }
}
