/** Origins whose nonces are kept: the provider's own, and those of its upstreams. */
const MAX_ORIGINS = 100
const MAX_LENGTH = 1024

/**
 * The newest nonce that each server gave one client. Sessions share them: a server that takes any of its recent
 * nonces then has to challenge nobody, and one that does not challenges once.
 *
 * @see RFC 9449 sections 8.2 and 9
 */
export class DpopNonces {
  /** By origin, the one longest not renewed first. */
  readonly #newest = new Map<string, string>()

  newest(origin: string): string | undefined {
    return this.#newest.get(origin)
  }

  /** @param nonce As the header came; what is absent, or longer than any expected one, changes nothing. */
  learn(origin: string, nonce: string | null | undefined): void {
    if (!nonce || nonce.length > MAX_LENGTH) return
    this.#newest.delete(origin)
    if (this.#newest.size >= MAX_ORIGINS) {
      for (const oldest of this.#newest.keys()) {
        this.#newest.delete(oldest)
        break
      }
    }
    this.#newest.set(origin, nonce)
  }
}
