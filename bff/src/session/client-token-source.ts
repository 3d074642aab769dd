import { audit } from '../audit.ts'
import type { Background } from '../background.ts'
import { BffError } from '../errors.ts'
import type { Logger } from '../logger.ts'
import { type ClientTokenRequest, requestClientToken } from '../oauth/client-credentials.ts'
import { generateDpopKey } from '../oauth/dpop-key.ts'
import { createDpopProver, type DpopProver } from '../oauth/dpop-prover.ts'
import type { IssuedToken } from '../oauth/issued-token.ts'
import type { Provider } from '../providers/provider.ts'
import type { AccessGrant } from './access.ts'
import { shortHash } from './storage-key.ts'

/** A token is renewed while it still serves: this long before its end, in milliseconds, or in the last fifth of its life. */
const LONGEST_MARGIN_MS = 60_000

/** How long a token is used whose provider named no end, in milliseconds. */
const UNNAMED_LIFE_MS = 10 * 60_000

/** How long after a failure nobody asks the provider again, in milliseconds, unless it wants longer. */
const FAILURE_PAUSE_MS = 1_000

/** How long after a renewal an upstream's 401 is believed to mean something else, in milliseconds. */
const REJECTION_PAUSE_MS = 10_000

/** What asking for tokens of this server needs. */
export interface ClientTokenSourceDeps {
  background: Background
  log: Logger
  now: () => number
}

interface Issued {
  readonly grant: AccessGrant
  /** Epoch milliseconds. */
  readonly issuedAt: number
  readonly expiresAt: number
}

/** One token of this server, renewed ahead of its end; however many ask at once, the provider is asked once. */
export class ClientTokenSource {
  readonly #provider: Provider
  readonly #request: ClientTokenRequest
  readonly #deps: ClientTokenSourceDeps
  #issued: Issued | undefined
  #underWay: Promise<AccessGrant> | undefined
  #failure: { error: unknown; until: number } | undefined

  constructor(provider: Provider, request: ClientTokenRequest, deps: ClientTokenSourceDeps) {
    this.#provider = provider
    this.#request = request
    this.#deps = deps
  }

  /**
   * Yields the token; at once, while there is one.
   *
   * @throws {BffError} `provider_unavailable` (503).
   */
  grant(): AccessGrant | Promise<AccessGrant> {
    const now = this.#deps.now()
    const issued = this.#issued
    if (!issued || issued.expiresAt <= now) return this.#renew()

    const margin = Math.min(LONGEST_MARGIN_MS, (issued.expiresAt - issued.issuedAt) / 5)
    if (issued.expiresAt - now <= margin) this.#renewAhead()
    return issued.grant
  }

  /**
   * Yields another token after an upstream refused this one.
   *
   * @returns undefined when this one is new: an upstream that refuses every token must not make every call a request.
   * @throws {BffError} as {@link grant}.
   */
  async renewRejected({ accessToken }: AccessGrant): Promise<AccessGrant | undefined> {
    const issued = this.#issued
    if (this.#underWay) return this.#underWay
    if (!issued || issued.grant.accessToken !== accessToken) return this.grant()
    if (this.#deps.now() - issued.issuedAt < REJECTION_PAUSE_MS) return undefined
    return this.#renew()
  }

  #renewAhead(): void {
    if (this.#underWay || this.#isPaused()) return
    this.#deps.background.run('renewing a token of this server', async () => {
      await this.#renew()
    })
  }

  #renew(): Promise<AccessGrant> {
    if (this.#underWay) return this.#underWay
    if (this.#isPaused()) return Promise.reject(this.#failure?.error)
    const renewal = this.#ask().finally(() => {
      this.#underWay = undefined
    })
    this.#underWay = renewal
    return renewal
  }

  async #ask(): Promise<AccessGrant> {
    const { now } = this.#deps
    try {
      const dpop = await this.#prover()
      const token = await requestClientToken(this.#provider, this.#request, dpop, now())
      const grant = { accessToken: token.accessToken, scope: token.scope, dpop }
      this.#issued = { grant, issuedAt: now(), expiresAt: token.expiresAt ?? now() + UNNAMED_LIFE_MS }
      this.#failure = undefined
      this.#record(token)
      return grant
    } catch (error) {
      const seconds = error instanceof BffError ? (error.details.retryAfterSeconds ?? 0) : 0
      this.#failure = { error, until: now() + Math.max(FAILURE_PAUSE_MS, seconds * 1000) }
      throw error
    }
  }

  /** The key is this process's own, made for each token, and leaves its memory no more than that does. */
  async #prover(): Promise<DpopProver | undefined> {
    const { dpop } = this.#provider
    return dpop && createDpopProver(await generateDpopKey(), dpop)
  }

  #isPaused(): boolean {
    return this.#failure !== undefined && this.#failure.until > this.#deps.now()
  }

  /** Who got what may be done in this server's own name is for an auditor to see; the token is not. */
  #record({ accessToken, scope, expiresAt }: IssuedToken): void {
    const { id, client } = this.#provider
    const { resource } = this.#request
    const token = shortHash(accessToken)
    const facts = { provider: id, clientId: client.client_id, scope, resource, token, expiresAt }
    audit(this.#deps.log, { audit: 'client_token_issued', ...facts })
  }
}
