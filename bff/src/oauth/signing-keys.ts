import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from 'jose'
import type { AuthorizationServer } from 'oauth4webapi'
import { BffError } from '../errors.ts'
import type { Provider } from '../providers/provider.ts'
import type { ProviderHttp } from '../providers/provider-http.ts'

/** Whom a token came from: the provider, in answer to a request of ours, or anybody who can reach a route of ours. */
export type TokenSource = 'provider' | 'anybody'

/** How long keys are believed, in milliseconds; one that was withdrawn verifies nothing after that. */
const KEYS_TTL_MS = 5 * 60 * 1000

/** How long after keys were fetched for the sake of an unknown one that is not done again, in milliseconds. */
const RENEWAL_PAUSE_MS = 15 * 1000

const KEY_SET_TYPES = new Set(['application/json', 'application/jwk-set+json'])

/**
 * The public keys a provider signs with, fetched when first needed. A token signed with a key that is not
 * among them has them fetched once more, at once, because providers change keys without notice.
 * Then a pause follows, because keys that do not exist can be named as often as one likes. Each source of tokens
 * has a pause of its own: strangers must not keep a provider's new keys from the logins.
 *
 * @see OpenID Connect Core section 10.1.1
 */
export class SigningKeys {
  /** Finds a token's key by its header's `kid` and `alg`; with several that fit, by `kid` only. */
  readonly find: JWTVerifyGetKey
  readonly #providerId: string
  readonly #reload: () => Promise<void>
  readonly #pausedUntil = new Map<TokenSource, number>()
  #edition = 0
  #fetchedAt = Number.NEGATIVE_INFINITY
  #pending: Promise<void> | undefined

  /** @param address Of the key set, from the provider's metadata and nowhere else. */
  constructor(providerId: string, address: URL, http: ProviderHttp) {
    const keys = createRemoteJWKSet(address, {
      [customFetch]: (url, init) => fetchKeys(http, url, init),
      // The library's own cool-down also counts from an ordinary fetch: a key used first a second after one is not found.
      cacheMaxAge: Number.POSITIVE_INFINITY,
      cooldownDuration: Number.POSITIVE_INFINITY,
    })
    this.find = keys
    this.#reload = keys.reload
    this.#providerId = providerId
  }

  /**
   * Has keys at hand, fetched now if there are none or they are too old.
   *
   * @param now Epoch milliseconds.
   * @returns which edition of the keys they are, for {@link renew}.
   * @throws {BffError} `provider_unavailable` (503): there are none to be had.
   */
  async ready(now: number): Promise<number> {
    if (now - this.#fetchedAt >= KEYS_TTL_MS) await this.#fetch(now)
    return this.#edition
  }

  /**
   * Fetches the keys for a token whose key is not among them, unless that was done a moment ago.
   *
   * @param seen The edition that lacks the key.
   * @returns whether there is another edition to look in.
   * @throws {BffError} `provider_unavailable` (503).
   */
  async renew(seen: number, source: TokenSource, now: number): Promise<boolean> {
    if (this.#edition !== seen) return true
    if (!this.#pending) {
      if (now < (this.#pausedUntil.get(source) ?? now)) return false
      this.#pausedUntil.set(source, now + RENEWAL_PAUSE_MS)
    }
    await this.#fetch(now)
    return true
  }

  #fetch(now: number): Promise<void> {
    this.#pending ??= this.#load(now).finally(() => {
      this.#pending = undefined
    })
    return this.#pending
  }

  async #load(now: number): Promise<void> {
    try {
      await this.#reload()
    } catch (cause) {
      throw cause instanceof errors.JOSEError ? outOfReach(this.#providerId, cause) : cause
    }
    this.#edition += 1
    this.#fetchedAt = now
  }
}

/** One set of keys for each version of a server's metadata. */
const known = new WeakMap<AuthorizationServer, SigningKeys>()

/** Yields the keys of a provider, the same for all callers. Nothing is fetched yet. */
export function signingKeysOf(
  { id, http }: Pick<Provider, 'id' | 'http'>,
  server: AuthorizationServer,
): SigningKeys {
  const keys = known.get(server) ?? new SigningKeys(id, new URL(server.jwks_uri ?? ''), http)
  known.set(server, keys)
  return keys
}

async function fetchKeys(http: ProviderHttp, url: string, init: RequestInit): Promise<Response> {
  const response = await http.fetch(url, init)
  const [type = ''] = (response.headers.get('content-type') ?? '').toLowerCase().split(';', 1)
  if (response.ok && !KEY_SET_TYPES.has(type.trim())) throw new errors.JWKSInvalid('the keys are not JSON')
  return response
}

function outOfReach(provider: string, cause: unknown): BffError {
  return new BffError('provider_unavailable', 'The keys of the provider cannot be had; try again.', {
    cause,
    provider,
  })
}
