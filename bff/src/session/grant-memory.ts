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

  /** @param onKept Told by how much each token that is kept adds to the size. */
  constructor(onKept: (characters: number) => void) {
    this.#onKept = onKept
  }

  get isOutdated(): boolean {
    return this.#isOutdated
  }

  /** Of the tokens kept here, also after they were let go as outdated. */
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
    const superseded = this.#grants.get(providerId)?.grant.accessToken.length ?? 0
    const added = grant.accessToken.length - superseded
    this.#grants.set(providerId, { grant, usableUntil })
    this.#characters += added
    this.#onKept(added)
  }

  outdate(): void {
    this.#isOutdated = true
    this.#grants.clear()
  }
}
