import type { AccessGrant } from './access.ts'

interface Remembered {
  readonly grant: AccessGrant
  readonly usableUntil: number
}

/**
 * Access tokens of one session as this process last read them. Once outdated it is empty for good: what
 * is still being read then may be older than the change.
 */
export class GrantMemory {
  readonly #grants = new Map<string, Remembered>()
  readonly #onKept: (characters: number) => void
  #characters = 0
  #isOutdated = false

  /** @param onKept Told the size of each token that is kept. */
  constructor(onKept: (characters: number) => void) {
    this.#onKept = onKept
  }

  get isOutdated(): boolean {
    return this.#isOutdated
  }

  /** Of all tokens ever kept here. */
  get characters(): number {
    return this.#characters
  }

  /** @param now Epoch milliseconds. */
  recall(providerId: string, now: number): AccessGrant | undefined {
    const remembered = this.#grants.get(providerId)
    return remembered && remembered.usableUntil > now ? remembered.grant : undefined
  }

  /** @param usableUntil Epoch milliseconds. */
  keep(providerId: string, grant: AccessGrant, usableUntil: number): void {
    if (this.#isOutdated) return
    const { length } = grant.accessToken
    this.#grants.set(providerId, { grant, usableUntil })
    this.#characters += length
    this.#onKept(length)
  }

  outdate(): void {
    this.#isOutdated = true
    this.#grants.clear()
  }
}
