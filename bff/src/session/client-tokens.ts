import type { ClientTokenRequest } from '../oauth/client-credentials.ts'
import type { ProviderRegistry } from '../providers/registry.ts'
import { ClientTokenSource, type ClientTokenSourceDeps } from './client-token-source.ts'

/** Whose tokens of its own this server uses, and what for. */
export interface ClientTokenPurpose extends ClientTokenRequest {
  /** Provider id. */
  readonly provider: string
}

interface Deps extends ClientTokenSourceDeps {
  providers: ProviderRegistry
}

/** This server's own tokens: one for each purpose, in this process's memory, for all callers. */
export class ClientTokens {
  readonly #deps: Deps
  readonly #sources = new Map<string, ClientTokenSource>()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Upstreams with the same purpose share a source. Nothing is asked of the provider yet. */
  sourceFor({ provider: id, scopes, resource }: ClientTokenPurpose): ClientTokenSource {
    const key = JSON.stringify([id, scopes, resource])
    const known = this.#sources.get(key)
    if (known) return known
    const source = new ClientTokenSource(this.#deps.providers.get(id), { scopes, resource }, this.#deps)
    this.#sources.set(key, source)
    return source
  }
}
