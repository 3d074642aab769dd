/**
 * Keys and values with a life of their own: where login transactions and sealed token sets lie.
 * No call ever brings back a record that is gone, except `create` under a name that is free.
 *
 * Every method throws {@link BffError} `session_store_unavailable` (503) while the store is down.
 */
export interface RecordStore {
  /** Writes a new record; false when the key is taken. */
  create(key: string, value: string, ttlMs: number): Promise<boolean>
  read(key: string): Promise<string | undefined>
  /** {@link read} for many at once, in the order of the keys. */
  readMany(keys: readonly string[]): Promise<(string | undefined)[]>
  /** Reads and removes in one step: of many callers at once, one gets the value. */
  take(key: string): Promise<string | undefined>
  /** Writes only over exactly `previous`, and keeps the record's remaining life; false otherwise. */
  replace(key: string, previous: string, value: string): Promise<boolean>
  remove(keys: readonly string[]): Promise<void>
  /** Removes only exactly `value`; false otherwise. */
  removeExact(key: string, value: string): Promise<boolean>
  /** Sets the remaining life of exactly `value`; false when something else or nothing is there. */
  extend(key: string, value: string, ttlMs: number): Promise<boolean>
  /** Sets the remaining life of those records that exist. */
  slide(keys: readonly string[], ttlMs: number): Promise<void>
  /** Puts a member into a set, until `expiresAt` (epoch milliseconds); a member that is there gets the new end. */
  addMember(set: string, member: string, expiresAt: number): Promise<void>
  removeMember(set: string, member: string): Promise<void>
  /** Members that have not expired, the one with the nearest end first. */
  members(set: string): Promise<string[]>
  /**
   * Adds one to a counter, which ends `windowMs` after its first one and begins anew then. Exact for all callers
   * at once.
   *
   * @returns how many there were, this one included, and how long the counter has left.
   */
  count(counter: string, windowMs: number): Promise<{ count: number; leftMs: number }>
  /** Resolves when the store answers. */
  ping(): Promise<void>
}
