const USUALLY_REMEMBERED = 10_000

/** Points in time until which something is not tried again, in bounded memory. */
export class Pauses {
  readonly #until = new Map<string, number>()
  readonly #limit: number

  /** @param limit How many are remembered. */
  constructor(limit: number = USUALLY_REMEMBERED) {
    this.#limit = limit
  }

  /** @param until Epoch milliseconds. */
  set(key: string, until: number): void {
    // Forgetting all of them costs one try too many each, which is harmless and rare.
    if (this.#until.size >= this.#limit) this.#until.clear()
    this.#until.set(key, until)
  }

  delete(key: string): void {
    this.#until.delete(key)
  }

  /** @param now Epoch milliseconds. */
  holds(key: string, now: number): boolean {
    return (this.#until.get(key) ?? 0) > now
  }
}
