import type { AccessGrant } from './access.ts'

/** What a remembered token was read from, and how long it is good. */
export interface GrantOrigin {
  /** The record as it lay in the store. */
  readonly sealed: string
  /** Epoch milliseconds. */
  readonly usableUntil: number
}

interface Remembered extends GrantOrigin {
  readonly grant: AccessGrant
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

  /** @param onKept Told by how much each token that is kept, with its record, adds to the size. */
  constructor(onKept: (characters: number) => void) {
    this.#onKept = onKept
  }

  get isOutdated(): boolean {
    return this.#isOutdated
  }

  /** Of the tokens kept here and their records, also after they were let go as outdated. */
  get characters(): number {
    return this.#characters
  }

  /**
   * @param name As {@link grantName} makes it.
   * @param now Epoch milliseconds.
   */
  recall(name: string, now: number): AccessGrant | undefined {
    const remembered = this.#grants.get(name)
    return remembered && remembered.usableUntil > now ? remembered.grant : undefined
  }

  keep(name: string, grant: AccessGrant, { sealed, usableUntil }: GrantOrigin): void {
    if (this.#isOutdated) return
    const kept = { grant, sealed, usableUntil }
    const added = sizeOf(kept) - sizeOf(this.#grants.get(name))
    this.#grants.set(name, kept)
    this.#characters += added
    this.#onKept(added)
  }

  /** The records that the tokens kept here were read from, by provider. */
  records(): { providerId: string; sealed: string }[] {
    return [...this.#grants].map(([name, { sealed }]) => ({
      providerId: name.split(' ', 1)[0] ?? '',
      sealed,
    }))
  }

  outdate(): void {
    this.#isOutdated = true
    this.#grants.clear()
  }
}

/** Names a grant: neither a provider's id nor a resource has a space in it. */
export function grantName(providerId: string, resource: string | undefined): string {
  return resource === undefined ? providerId : `${providerId} ${resource}`
}

function sizeOf(remembered: Remembered | undefined): number {
  return remembered ? remembered.grant.accessToken.length + remembered.sealed.length : 0
}
